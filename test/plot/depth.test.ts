import { expect, test } from "vitest";
import { count } from "../../src/count/index.ts";
import { mobilenetV1, vgg16 } from "../../src/models/index.ts";
import { depth } from "../../src/plot/index.ts";

type Columns = { name: string; x: number[]; y: number[]; yaxis: string };
const columns = (figure: ReturnType<typeof depth>, axis: string) =>
  (figure.data as unknown as Columns[]).filter(({ yaxis }) => yaxis === axis);

/** The columns of all kinds, from the first layer to the last. */
const inOrder = (drawn: Columns[]) =>
  drawn
    .flatMap(({ name, x, y }) => x.map((place, i) => ({ place, name, value: y[i]! })))
    .toSorted((a, b) => a.place - b.place);

const mobilenet = depth(count.module(mobilenetV1()).layers);

// arXiv 1704.04861, section 3.2: "Counting depthwise and pointwise convolutions as separate layers, MobileNet has 28 layers"
test("has a column for each of MobileNet's 28 layers, depthwise and pointwise by turns", () => {
  const layers = inOrder(columns(mobilenet, "y"));
  expect(layers.map(({ place }) => place)).toEqual(Array.from({ length: 28 }, (_, i) => i + 1));
  expect(layers.map(({ name }) => name)).toEqual([
    "convolution 3×3",
    ...Array.from({ length: 13 }, () => ["depthwise 3×3", "convolution 1×1"]).flat(),
    "linear",
  ]);
});

// arXiv 1409.1556, table 1, D: 3×3×64×64 at 224×224 in the second layer; 7×7×512 to 4096 in the first of three linear ones
test("shows that VGG-16 multiplies at its beginning and keeps its parameters at its end", () => {
  const figure = depth(count.module(vgg16()).layers);
  const [macs, parameters] = ["y", "y2"].map((axis) => inOrder(columns(figure, axis)).map(({ value }) => value));
  expect(macs![1]).toBe(9 * 64 * 64 * 224 * 224);
  expect(Math.max(...macs!)).toBe(macs![1]);
  expect(parameters![13]).toBe(7 * 7 * 512 * 4096 + 4096);
  expect(Math.max(...parameters!)).toBe(parameters![13]);
  expect(figure.alt).toContain("16 layers: MACs at most in layer 2 (convolution 3×3): 1,849,688,064 of");
});

test("both panels tell the same layers in the same colours", () => {
  const told = (axis: string) =>
    columns(mobilenet, axis).map(({ y: _values, yaxis: _axis, ...same }) => ({ ...same, hovertemplate: "" }));
  expect(told("y2")).toEqual(told("y"));
});

test.each([
  ["no layers", [], "layers with MACs, of at most 7 kinds, received []"],
  ["a cost in the place of its layers", {}, "of at most 7 kinds, received an object with no keys"],
  ["layers without MACs", [{ name: "a", kind: "activation", macs: 0, parameters: 0 }], "layers with MACs"],
  ["eight kinds", Array.from({ length: 8 }, (_, i) => ({ name: "", kind: `${i}`, macs: 1, parameters: 0 })), "8 kinds"],
])("refuses %s", (_, layers, message) => {
  expect(() => depth(layers as never)).toThrow("plot.depth: expected ");
  expect(() => depth(layers as never)).toThrow(message);
});
