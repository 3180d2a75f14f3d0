import { describe, expect, test } from "vitest";
import { parameterCurves, ratio } from "../../src/plot/index.ts";
import type { Figure } from "../../src/plot/index.ts";

type Drawn = { name: string; mode: string; x: number[]; y: number[]; line: { color: string; dash?: string } };

const drawn = (figure: Figure) => figure.data as unknown as Drawn[];
const curves = (figure: Figure) => drawn(figure).filter(({ line }) => line.dash === undefined);

/** Where labels stand, in pixels from the bottom of the axes, from the lowest to the highest. */
function labels({ layout }: Figure) {
  const [low = 0, high = 1] = layout.yaxis!.range as number[];
  const height = (layout.height ?? 0) - (layout.margin?.t ?? 0) - (layout.margin?.b ?? 0);
  return (layout.annotations ?? [])
    .filter(({ text }) => text?.includes("●"))
    .map(({ text = "", y, yshift = 0 }) => ({
      text: text.replace(/<span.*?>●<\/span> /, "").split("<br>"),
      color: /#[0-9a-f]{6}/.exec(text)?.[0],
      at: (((y as number) - low) / (high - low)) * height + yshift,
    }))
    .toSorted((a, b) => a.at - b.at);
}

const article = ratio({ outChannels: [4, 64, 1024], kernelSizes: [3, 5] });

describe("ratio", () => {
  test("starts at the article's 39 of 108 parameters", () => {
    expect(curves(article)[0]?.y[0]).toBeCloseTo(39 / 108, 12);
    expect(article.alt).toContain("3×3 from 36.1% to 11.2%");
  });

  // (k²·M + M·N) / (k²·M·N) by torch 2.13 for M = 64: (576 + 4096) / 36864 and (1600 + 4096) / 102400
  test("is what PyTorch counts for separable layers, divided by the standard ones", () => {
    expect(curves(article).map(({ y }) => y[1])).toEqual([
      expect.closeTo(4672 / 36864, 12),
      expect.closeTo(5696 / 102400, 12),
    ]);
  });

  test("stays above its limit, which is dashed in its colour and stands beside its label", () => {
    const dashed = drawn(article).filter(({ line }) => line.dash === "dash");
    expect(dashed.map(({ y }) => y)).toEqual([
      [1 / 9, 1 / 9],
      [1 / 25, 1 / 25],
    ]);
    expect(dashed.map(({ x }) => x)).toEqual([
      [4, 1024],
      [4, 1024],
    ]);
    for (const [i, curve] of curves(article).entries()) {
      expect(curve.line.color).toBe(dashed[i]?.line.color);
      expect(Math.min(...curve.y)).toBeGreaterThan(dashed[i]?.y[0] ?? 1);
    }
    expect(labels(article).map(({ text }) => text)).toEqual([
      ["5×5", "limit 1/25"],
      ["3×3", "limit 1/9"],
    ]);
    expect(labels(article).map(({ color }) => color)).toEqual(dashed.map(({ line }) => line.color).toReversed());
  });

  test("draws channels in ascending order, each once", () => {
    expect(curves(ratio({ outChannels: [64, 4, 64], kernelSizes: [3] }))[0]?.x).toEqual([4, 64]);
  });

  test.each([
    ["one number of channels", { outChannels: [4] }, "outChannels to be at least 2 different integers, received [4]"],
    ["a number alone", { outChannels: 4 as never }, "outChannels to be at least 2 integers, received 4; give an array"],
    ["no kernel", { kernelSizes: [] }, "kernelSizes to be 1 to 6 different integers, received []"],
    [
      "more kernels than colours",
      { kernelSizes: [1, 2, 3, 4, 5, 6, 7] },
      "kernelSizes to be 1 to 6 different integers",
    ],
    ["a size of half", { kernelSizes: [1.5] }, "each of kernelSizes to be an integer of 1 or more, received 1.5"],
    ["an unknown option", { kernelSize: [3] } as never, "received kernelSize; did you mean kernelSizes?"],
  ])("refuses %s", (_, wrong, message) => {
    const draw = () => ratio({ outChannels: [4, 8], kernelSizes: [3], ...(wrong as object) });
    expect(draw).toThrow("plot.ratio: expected ");
    expect(draw).toThrow(message);
  });
});

describe("parameterCurves", () => {
  const options = { inChannels: 64, outChannels: [16, 64, 256], kernelSize: 3, groups: 8 };

  // torch 2.13: sum(p.numel() for p in layers.parameters()), without bias
  test("counts as PyTorch does", () => {
    expect(curves(parameterCurves(options)).map(({ name, y }) => [name, y])).toEqual([
      ["standard", [9216, 36864, 147456]],
      ["grouped groups = 8", [1152, 4608, 18432]],
      ["depthwise separable", [1600, 4672, 16960]],
    ]);
  });

  test("labels each curve in its colour at its end, from the lowest to the highest", () => {
    const figure = parameterCurves(options);
    const ends = curves(figure).toSorted((a, b) => a.y.at(-1)! - b.y.at(-1)!);
    expect(labels(figure).map(({ text, color }) => [text.join(" "), color])).toEqual(
      ends.map(({ name, line }) => [name, line.color]),
    );
  });

  test.each([
    ["groups that do not divide all channels", { groups: 32 }, "groups to divide inChannels = 64 and outChannels = 16"],
    ["groups of half", { groups: 0.5 }, "groups to be an integer of 1 or more, received 0.5"],
    ["no input", { inChannels: 0 }, "inChannels to be an integer of 1 or more, received 0"],
    ["an unknown option", { kernelSizes: [3] } as never, "received kernelSizes; did you mean kernelSize?"],
  ])("refuses %s", (_, wrong, message) => {
    expect(() => parameterCurves({ ...options, ...(wrong as object) })).toThrow("plot.parameterCurves: expected ");
    expect(() => parameterCurves({ ...options, ...(wrong as object) })).toThrow(message);
  });
});

test.each([
  ["a few", article],
  ["many close limits", ratio({ outChannels: [4, 9], kernelSizes: [9, 10, 11, 12, 13, 14] })],
  ["curves that meet", parameterCurves({ inChannels: 4, outChannels: [4, 8], kernelSize: 3, groups: 4 })],
])("keeps the labels of %s apart and inside the figure", (_, figure) => {
  const all = labels(figure);
  const room = 17 * Math.max(...all.map(({ text }) => text.length));
  all.slice(1).forEach(({ at }, i) => expect(at - all[i]!.at).toBeGreaterThanOrEqual(room));
  expect(all[0]!.at - room / 2).toBeGreaterThan(-(figure.layout.margin?.b ?? 0));
  for (const { text } of all) {
    for (const line of [`● ${text[0]}`, ...text.slice(1)]) {
      expect(line.length * 7).toBeLessThan(figure.layout.margin?.r ?? 0);
    }
  }
});

test("writes no two ticks into each other on the narrowest screen", () => {
  const outChannels = Array.from({ length: 40 }, (_, i) => 4 * (i + 1));
  const { layout } = ratio({ outChannels, kernelSizes: [3] });
  const ticks = layout.xaxis!.tickvals as number[];
  const [low = 0, high = 1] = layout.xaxis!.range as number[];
  const pixels = 360 - 60 - (layout.margin?.r ?? 0);
  const at = ticks.map((value) => ((Math.log10(value) - low) / (high - low)) * pixels);
  at.slice(1).forEach((position, i) => expect(position - at[i]!).toBeGreaterThan(30));
  expect(ticks.length).toBeGreaterThan(2);
});
