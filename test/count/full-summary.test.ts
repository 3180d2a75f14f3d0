import { describe, expect, test } from "vitest";
import { summary } from "../../src/count/summary.ts";
import * as nn from "../../src/nn/index.ts";
import { tf } from "../../src/tf.ts";
import { golden } from "../golden/golden.ts";
import { networks } from "./networks.ts";

interface Totals {
  totalParams: number;
  trainableParams: number;
  paramsSize?: number;
  outputs?: number;
}

const { full } = golden<{ full: Record<string, Totals> }>("summary");

class Several extends nn.Module<{ first: tf.Tensor; rest: tf.Tensor[] }> {
  conv = new nn.Conv2d(4, 4, 3, { padding: 1 });
  scale = tf.variable(tf.ones([4, 1, 1]));
  after = new nn.Sequential(new nn.ReLU(), this.conv);
  idle = new nn.Linear(5, 2);

  override forward(x: tf.Tensor, y: tf.Tensor) {
    const first = this.after.forward(this.conv.forward(x).mul(this.scale));
    return { first, rest: [this.conv.forward(y)] };
  }
}

describe("where torchsummary is wrong, the full style is right:", () => {
  test.each(Object.entries(full))("%s has the parameters that torch says, and torchinfo's bytes", (name, wanted) => {
    const [make, sizes] = networks[name]!;
    const { totalParams, trainableParams, paramsSize, rows } = summary(make(), sizes, { style: "full" });
    expect({ totalParams, trainableParams }).toEqual({
      totalParams: wanted.totalParams,
      trainableParams: wanted.trainableParams,
    });
    if (wanted.outputs === undefined) return;
    expect(paramsSize).toBe(wanted.paramsSize);
    const layers = rows.filter(({ parameters }) => parameters > 0);
    const values = layers.flatMap(({ outputShapes }) => outputShapes).map((shape) => tf.util.sizeFromShape(shape));
    expect(2 * 4 * values.reduce((a, b) => a + b, 0)).toBe(wanted.outputs);
  });

  test("a layer that runs again, bare parameters, several inputs and outputs, a layer that does not run", () => {
    const shown = summary(
      new Several(),
      [
        [4, 8, 8],
        [4, 6, 6],
      ],
      { style: "full", batchSize: 2 },
    );
    expect(`${shown}`.split("\n")).toEqual([
      "module               input             output            parameters    MACs",
      "Several              2×4×8×8, 2×4×6×6  2×4×8×8, 2×4×6×6           4       –",
      "├─ Conv2d conv       2×4×8×8           2×4×8×8                  148  18,432",
      "├─ Sequential after  2×4×8×8           2×4×8×8                    –       –",
      "│   ├─ ReLU 0        2×4×8×8           2×4×8×8                    –       –",
      "│   ├─ Conv2d conv   2×4×8×8           2×4×8×8              (above)  18,432",
      "├─ Conv2d conv       2×4×6×6           2×4×6×6              (above)  10,368",
      "├─ Linear idle                         did not run               12       –",
      "Total params: 164",
      "Trainable params: 164",
      "Non-trainable params: 0",
      "Total MACs: 47,232",
      "Input size (MB): 0.00",
      "Forward/backward pass size (MB): 0.01",
      "Params size (MB): 0.00",
      "Estimated total size (MB): 0.02",
    ]);
    expect(shown.inputSize).toBe(4 * 2 * 4 * (64 + 36));
  });
});

test("a notebook shows a table, and the tree's lines in it", () => {
  const [make, sizes] = networks["nested"]!;
  const shown = summary(make(), sizes, { style: "full" });
  const show = Reflect.get(shown, Symbol.for("Jupyter.display")) as () => Record<string, string>;
  const html = show.call(shown)["text/html"]!;
  expect(html).toContain('<td style="text-align: left">│   ├─ Conv2d 0</td>');
  expect(html).toContain("Total params: 4,097,132");
});
