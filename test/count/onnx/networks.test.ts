import { expect, test } from "vitest";
import { onnx } from "../../../src/count/onnx/onnx.ts";
import { golden } from "../../golden/golden.ts";

interface Case {
  name: string;
  inputShape: number[];
  batchSize: number;
  outputShape: number[];
  macs: number;
  parameters: number;
  models: Record<string, { file: string; weights: number }>;
}

const { cases } = golden<{ cases: Case[] }>("onnx_networks");
const all = cases.flatMap(({ models, ...rest }) =>
  Object.entries(models).map(([form, model]) => ({
    ...rest,
    ...model,
    form,
    bytes: Buffer.from(model.file, "base64"),
  })),
);

test.each(all)("counts $name, exported by torch ($form), as torch counts it at work", (one) => {
  const { inputShape, batchSize, macs, outputShape, weights, bytes } = one;
  const cost = onnx(bytes, { inputShape, batchSize });
  expect(cost.uncounted).toEqual([]);
  expect({ macs: cost.macs, outputShape: cost.outputShape }).toEqual({ macs, outputShape });
  expect(cost.parameters).toBe(weights);
});

test.each(all.filter(({ form }) => form.startsWith("traced")))("finds the parameters of $name ($form)", (one) => {
  expect(onnx(one.bytes).parameters).toBe(one.parameters);
});

const find = (name: string, form: string) => all.find((one) => one.name === name && one.form === form)!.bytes;
const open = find("separable", "traced, batch open");

test("takes a batch of one where the file leaves the batch open and nobody gives it", () => {
  expect(onnx(open).outputShape).toEqual([1, 10]);
  expect(onnx(open, { batchSize: 4 }).macs).toBe(4 * onnx(open).macs);
});

test("takes the input's shape with the batch or without", () => {
  expect(onnx(open, { inputShape: [2, 3, 32, 24] }).layers).toEqual(onnx(open, { batchSize: 2 }).layers);
});

test("refuses a shape that the file does not allow, and says which it does", () => {
  expect(() => onnx(open, { inputShape: [3, 64, 64] })).toThrow(
    'count.onnx: expected "x" to be [batch, 3, 32, 24], or the same without its first, received [1, 3, 64, 64]',
  );
  expect(() => onnx(find("separable", "traced, batch of 2"), { batchSize: 3 })).toThrow('"x" to be [2, 3, 32, 24]');
});

test("sorts convolutions by their groups and kernel", () => {
  const kinds = onnx(open).layers.filter(({ type }) => type === "Conv");
  expect(kinds).toMatchObject([
    { name: "/stem/Conv", kind: "convolution 3×3", inputShapes: [[1, 3, 32, 24]], outputShapes: [[1, 8, 16, 12]] },
    { name: "/grouped/Conv", kind: "grouped 3×5" },
    { name: "/depthwise/Conv", kind: "depthwise 3×3" },
    { name: "/pointwise/Conv", kind: "convolution 1×1" },
  ]);
});

test("tells multiplications and additions apart: a bias makes up for the sum that begins with no term", () => {
  const [stem, grouped] = onnx(open).layers.filter(({ type }) => type === "Conv");
  expect(stem).toMatchObject({ multiplications: stem!.macs, additions: stem!.macs! - 8 * 16 * 12 });
  expect(grouped).toMatchObject({ multiplications: grouped!.macs, additions: grouped!.macs });
});

test("refuses what is no ONNX model", () => {
  expect(() => onnx(new TextEncoder().encode("hello"))).toThrow("expected the contents of an .onnx file, received 5");
  expect(() => onnx(new Uint8Array())).toThrow("expected an ONNX model, received no graph");
  expect(() => onnx("model.onnx" as never)).toThrow('received "model.onnx"; read it: await readFile(path)');
  expect(() => onnx(open, { inputShapes: [1] } as never)).toThrow("did you mean inputShape?");
});

test("counts or refuses every beginning of a file, and never fails by itself", () => {
  const complaints = Array.from({ length: open.length }, (_, length) => {
    try {
      onnx(open.subarray(0, length));
      return undefined;
    } catch (error) {
      return (error as Error).message;
    }
  });
  expect(
    complaints.filter((complaint) => complaint && !/^count\.onnx: expected|^count\.onnx: node/.test(complaint)),
  ).toEqual([]);
  expect(complaints.filter((complaint) => complaint?.includes("undefined"))).toEqual([]);
});
