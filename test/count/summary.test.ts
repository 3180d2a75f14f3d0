import { beforeAll, describe, expect, test } from "vitest";
import { fixed } from "../../src/count/tables/fixed.ts";
import { summary } from "../../src/count/summary.ts";
import { useDevice } from "../../src/device/use.ts";
import * as nn from "../../src/nn/index.ts";
import { tf } from "../../src/tf.ts";
import { golden } from "../golden/golden.ts";
import { networks } from "./networks.ts";

const { texts, fixed2: rounded } = golden<{
  texts: Record<string, Record<string, string[]>>;
  fixed2: Array<[number, string]>;
}>("summary");

beforeAll(() => useDevice("cpu"));

describe("console.log of a summary writes what torchsummary writes:", () => {
  const cases = Object.entries(texts).flatMap(([name, forms]) =>
    Object.entries(forms).map(([form, lines]) => ({ name, form, text: lines.join("\n") })),
  );

  test.each(cases)("$name, $form", ({ name, form, text }) => {
    const [make, sizes] = networks[name]!;
    const [, variant, batchSize] = /^(pypi|github), batch (-?\d+)$/.exec(form) as unknown as [
      string,
      "pypi" | "github",
      string,
    ];
    const inputShape = sizes.length === 1 ? sizes[0]! : sizes;
    expect(`${summary(make(), inputShape, { variant, batchSize: Number(batchSize) })}\n`).toBe(text);
  });
});

test("numbers are rounded as Python rounds them", () => {
  expect(rounded.map(([number]) => fixed(number, 2))).toEqual(rounded.map(([, text]) => text));
});

test("the totals are there as numbers", () => {
  const [make, sizes] = networks["mnist"]!;
  const { rows, totalParams, trainableParams, inputSize, totalSize } = summary(make(), sizes);
  expect(rows.map(({ layer }) => layer)).toEqual(["Conv2d-1", "Conv2d-2", "Dropout2d-3", "Linear-4", "Linear-5"]);
  expect({ totalParams, trainableParams }).toEqual({ totalParams: 21840, trainableParams: 21840 });
  expect(inputSize).toBe((28 * 28 * 4) / 1024 ** 2);
  expect(totalSize.toFixed(2)).toBe("0.15");
});

test("a notebook shows the same text", () => {
  const shown = summary(new nn.Linear(2, 2), [2], { variant: "github" });
  const show = Reflect.get(shown, Symbol.for("Jupyter.display")) as () => object;
  expect(show.call(shown)).toEqual({ "text/plain": String(shown) });
});

test("summing up VGG16's 138 million parameters allocates nothing", () => {
  const before = tf.memory();
  summary(networks["vgg16"]![0](), [3, 224, 224]);
  expect(tf.memory()).toEqual(before);
});

test("what cannot be summed up is refused", () => {
  expect(() => summary({} as nn.Module, [3])).toThrow("summary: expected an nn.Module");
  expect(() => summary(new nn.ReLU(), [3], { batchSize: 0 })).toThrow(
    "batchSize to be a whole number or −1, received 0",
  );
  expect(() => summary(new nn.ReLU(), [])).toThrow("write [3, 64, 64]");
  expect(() => summary(new nn.ReLU(), [3, 0.5])).toThrow("write [3, 64, 64]");
  expect(() => summary(new nn.ReLU(), undefined as never)).toThrow("received undefined; write [3, 64, 64]");
  expect(() => summary(new nn.ReLU(), [3], { variant: "head" as "github" })).toThrow(
    'variant to be one of "pypi", "github"',
  );
  expect(() => summary(new nn.ReLU(), [3], { batch_size: 2 } as object)).toThrow("did you mean batchSize?");
});
