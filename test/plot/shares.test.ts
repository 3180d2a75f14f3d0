import { expect, test } from "vitest";
import { shares } from "../../src/plot/index.ts";

type Drawn = { name: string; x: number[]; text: string[]; marker: { color: string }; textfont: { color: string } };
const drawn = (wholes: Parameters<typeof shares>[0]) => shares(wholes).data as unknown as Drawn[];

const article = { parameters: { depthwise: 27, pointwise: 12 }, MACs: { pointwise: 1, linear: 3 } };

test("each bar is a whole: its parts are 100 percent together, and one that it has not is none", () => {
  expect(drawn(article).map(({ name, x }) => [name, x])).toEqual([
    ["depthwise", [expect.closeTo(2700 / 39, 10), 0]],
    ["pointwise", [expect.closeTo(1200 / 39, 10), 25]],
    ["linear", [0, 75]],
  ]);
});

test("writes the percentages that have room, and says all of them in words", () => {
  const narrow = { network: { "convolution 1×1": 94.86, "depthwise 3×3": 5.14 } };
  expect(drawn(narrow).map(({ text }) => text)).toEqual([["94.9%"], [""]]);
  expect(shares(narrow).alt).toBe("Shares: network convolution 1×1 94.9%, depthwise 3×3 5.1%");
});

test("a kind of layer has its colour in every figure, whatever stands beside it", () => {
  const colourOf = (kind: string, others: string[]) =>
    drawn({ network: Object.fromEntries([...others, kind].map((name) => [name, 1])) }).at(-1)!.marker.color;
  for (const kind of ["convolution 1×1", "depthwise 3×3", "convolution 3×3", "linear"]) {
    expect(colourOf(kind, ["convolution 7×7", "grouped 3×3"])).toBe(colourOf(kind, []));
  }
});

test("seven kinds have seven colours, and the key names them in lines that fit", () => {
  const kinds = ["a", "b", "linear", "convolution 1×1", "depthwise 3×3", "convolution 3×3", "grouped 3×3"];
  const wholes = { network: Object.fromEntries(kinds.map((kind) => [kind, 1])) };
  expect(new Set(drawn(wholes).map(({ marker }) => marker.color)).size).toBe(7);
  const [key] = shares(wholes).layout.annotations!;
  const lines = key!.text!.replaceAll(/<(?!br)[^>]*>/g, "").split("<br>");
  expect(
    lines
      .join(" ")
      .replaceAll("\u00a0", " ")
      .split(/■ ?/)
      .map((name) => name.trim())
      .filter(Boolean),
  ).toEqual(kinds);
  for (const line of lines) expect(line.length * 7.5).toBeLessThan(360 - 2 * 16);
});

test.each([
  ["no bar", {}, "bars of at most 7 kinds of parts, received no bar"],
  ["nothing", undefined, "bars of at most 7 kinds of parts, received no bar"],
  ["eight kinds", { a: Object.fromEntries("abcdefgh".split("").map((k) => [k, 1])) }, "received 8 kinds of parts"],
  ["a negative amount", { a: { b: -1 } }, "amounts from 0 for a, not all 0, received -1"],
  ["NaN", { a: { b: Number.NaN } }, "amounts from 0 for a, not all 0, received NaN"],
  ["only zeros", { a: { b: 0 } }, "amounts from 0 for a, not all 0, received"],
])("refuses %s", (_, wholes, message) => {
  expect(() => shares(wholes as never)).toThrow("plot.shares: expected ");
  expect(() => shares(wholes as never)).toThrow(message);
});
