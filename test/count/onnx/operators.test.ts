import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { onnx } from "../../../src/count/onnx/onnx.ts";
import { golden } from "../../golden/golden.ts";

interface Case {
  name: string;
  model: string;
  outputs: number[][];
}

const packed = Buffer.from(golden<{ cases: string }>("onnx_nodes").cases, "base64");
const cases = JSON.parse(gunzipSync(packed).toString()) as Case[];

/** The shape depends on values that only a run would tell, or an equation leaves axes out. */
const OPEN = /^test_(?:constantofshape|range_bfloat16|resize_.*_sizes_nearest_not|einsum_batch_diagonal)/;

const costs = cases.map(({ name, model, outputs }) => ({ name, outputs, cost: onnx(Buffer.from(model, "base64")) }));
const known = costs.filter(({ cost }) => cost.layers.length > 0 && cost.layers[0]!.kind !== "unknown");

test("knows most of the operators that ONNX tests", () => {
  expect(known.length).toBeGreaterThan(770);
});

test.each(known.filter(({ name }) => !OPEN.test(name)))("gives the shapes of ONNX's own $name", ({ cost, outputs }) => {
  expect(cost.layers.map(({ outputShapes }) => outputShapes)).toEqual([outputs]);
});

test.each(known.filter(({ name }) => OPEN.test(name)))("leaves open the shape in $name", ({ cost }) => {
  expect(cost.layers[0]!.outputShapes).toEqual([]);
});

test.each(costs.filter(({ cost }) => cost.layers[0]?.kind === "unknown"))(
  "names what is unknown in $name",
  ({ cost }) => {
    expect(cost.layers[0]!.macs).toBeNull();
    expect(cost.uncounted).toHaveLength(1);
    expect(cost.uncounted[0]).toContain(`(${cost.layers[0]!.type})`);
  },
);
