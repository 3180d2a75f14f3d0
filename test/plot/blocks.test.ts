import { expect, test } from "vitest";
import { blocks, type BlocksOptions } from "../../src/plot/index.ts";

const article = { inChannels: 3, outChannels: 4, kernelSize: 3 };

const texts = (options: BlocksOptions) => (blocks(options).layout.annotations ?? []).map(({ text }) => text);

/** Squares in a column of the drawing, each drawn as many as its maps or kernels are. */
function squares(options: BlocksOptions, column: number): { color: unknown; lines: number }[] {
  const shapes = (blocks(options).layout.shapes ?? []).filter(({ xanchor }) => xanchor === column);
  return shapes.map(({ fillcolor, path = "" }) => ({ color: fillcolor, lines: path.split("M").length - 2 }));
}

test("writes the article's 108, 27, 12 and 39 under the blocks", () => {
  expect(texts(article)).toEqual([
    "<b>Standard</b>",
    "→",
    "→",
    "3 maps",
    "4 filters of 3 kernels",
    "4 maps",
    "4 · 3 · 3×3 = 108 parameters",
    "<b>Depthwise</b>",
    "→",
    "→",
    "3 maps",
    "3 kernels",
    "3 maps",
    "3 · 3×3 = 27 parameters",
    "<b>then pointwise</b>",
    "→",
    "→",
    "3 maps",
    "4 filters of 3 kernels",
    "4 maps",
    "4 · 3 · 1×1 = 12 parameters",
    "<b>27 + 12 = 39 parameters</b><br>36.1% of 108",
  ]);
});

test("draws every map and every kernel", () => {
  expect(squares(article, 0.15)).toHaveLength(3 + 3 + 3);
  expect(squares(article, 0.5)).toHaveLength(4 * 3 + 3 + 4 * 3);
  expect(squares(article, 0.85)).toHaveLength(4 + 3 + 4);
});

test("draws as many cells as parameters", () => {
  const cells = (kernels: { lines: number }[]) => kernels.reduce((sum, { lines }) => sum + (lines / 2 + 1) ** 2, 0);
  expect(cells(squares(article, 0.5))).toBe(108 + 27 + 12);
  expect(cells(squares({ inChannels: 8, outChannels: 8, kernelSize: 5 }, 0.5))).toBe(1600 + 200 + 64);
});

test("gives each kernel the colour of its input map", () => {
  const [maps, kernels] = [squares(article, 0.15), squares(article, 0.5)].map((all) => all.map(({ color }) => color));
  expect(kernels!.slice(0, 3)).toEqual(maps!.slice(0, 3));
  expect(new Set(kernels)).toEqual(new Set(maps));
});

test.each([
  { inChannels: 8, outChannels: 8, kernelSize: 5 },
  { inChannels: 1, outChannels: 5, kernelSize: 7 },
  { inChannels: 8, outChannels: 1, kernelSize: 1 },
  article,
])("keeps $inChannels to $outChannels maps and filters apart on the narrowest screen", (options) => {
  const shapes = blocks(options).layout.shapes ?? [];
  const reach = (column: number) => {
    const across = shapes.filter(({ xanchor }) => xanchor === column).flatMap(({ path = "" }) => numbersAcross(path));
    return [Math.min(...across), Math.max(...across)].map((pixels) => column * (360 - 32) + pixels) as [number, number];
  };
  const [maps, filters, out] = [reach(0.15), reach(0.5), reach(0.85)];
  expect(maps[0]).toBeGreaterThan(0);
  expect(filters[0] - maps[1]).toBeGreaterThan(14);
  expect(out[0] - filters[1]).toBeGreaterThan(14);
  expect(out[1]).toBeLessThan(360 - 32);
});

/** The x positions of a path. */
function numbersAcross(path: string): number[] {
  return [...path.matchAll(/[MH](-?[\d.]+)/g)].map(([, x]) => Number(x));
}

test.each([
  ["more maps than can be drawn", { inChannels: 9 }, "inChannels to be at most 8, received 9; draw a smaller layer"],
  ["no output", { outChannels: 0 }, "outChannels to be an integer of 1 or more, received 0"],
  ["kernels too fine to be seen", { kernelSize: 13 }, "kernelSize to be at most 12, received 13; draw a smaller"],
  ["a pair of sizes", { kernelSize: [3, 3] as never }, "kernelSize to be an integer of 1 or more, received [3, 3]"],
  ["an unknown option", { groups: 3 } as never, "received groups; leave groups out"],
])("refuses %s", (_, wrong, message) => {
  expect(() => blocks({ ...article, ...(wrong as object) })).toThrow("plot.blocks: expected ");
  expect(() => blocks({ ...article, ...(wrong as object) })).toThrow(message);
});
