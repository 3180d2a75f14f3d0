import { expect, test } from "vitest";
import { bars, multiplications, parameters } from "../../src/plot/index.ts";

const article = { "one 3×3 pass": 81, "3×1, then 1×3": { "3×1": 45, "1×3": 27 } };

test("stacks the parts of a bar and writes their sum", () => {
  const { data } = bars(article);
  expect(data.filter(({ type }) => type === "bar")).toMatchObject([
    { name: "", x: [81, null] },
    { name: "3×1", x: [null, 45] },
    { name: "1×3", x: [null, 27] },
  ]);
  expect(data.at(-1)).toMatchObject({ mode: "text", x: [81, 72], text: [" 81", " 45 + 27 = 72"] });
});

test("names only parts in the legend", () => {
  expect(bars(article).data).toMatchObject([false, true, true, false].map((showlegend) => ({ showlegend })));
});

test("leaves room for the numbers on the narrowest screen", () => {
  const { xaxis } = bars(article).layout;
  const [, end = 0] = (xaxis?.range ?? []) as number[];
  const pixelsPerUnit = (360 - 2 * 16 - "3×1, then 1×3".length * 8) / end;
  expect(72 * pixelsPerUnit + "45 + 27 = 72".length * 7).toBeLessThan(end * pixelsPerUnit);
});

test("does the same on a log scale", () => {
  const { xaxis } = bars({ a: 1_000_000, b: 10 }, { scale: "log" }).layout;
  const [low = 0, high = 0] = (xaxis?.range ?? []) as number[];
  expect(xaxis?.type).toBe("log");
  expect(low).toBeLessThan(1);
  expect(((6 - low) / (high - low)) * 320 + "1,000,000".length * 7).toBeLessThan(320);
});

test("writes only the sum of many parts", () => {
  expect(bars({ deep: { a: 1, b: 2, c: 3, d: 4000 } }).data.at(-1)).toMatchObject({ text: [" 4,006"] });
});

test("multiplications and parameters say what they count", () => {
  expect(multiplications(article).alt).toBe("Bars, multiplications: one 3×3 pass 81; 3×1, then 1×3 45 + 27 = 72");
  expect(parameters({ standard: 108 }).layout.xaxis).toMatchObject({ title: { text: "parameters" } });
});

test.each([
  ["no bars", {}, "linear", "at least one bar, received none"],
  ["nothing", undefined as never, "linear", "at least one bar, received none"],
  ["null for a bar", { a: null as never }, "linear", "numbers from 0 for a, received no parts"],
  ["another scale", { a: 1 }, "ln" as "log", 'scale to be one of "linear", "log", received "ln"'],
  ["a negative number", { a: -1 }, "linear", "numbers from 0 for a, received -1"],
  ["NaN in a part", { a: { b: Number.NaN } }, "linear", "numbers from 0 for a, received NaN"],
  ["a bar without parts", { a: {} }, "linear", "numbers from 0 for a, received no parts"],
  ["stacked parts on a log scale", { a: { b: 1, c: 2 } }, "log", "one number above 0 for a on a log scale"],
  ["zero on a log scale", { a: 0 }, "log", "one number above 0 for a on a log scale"],
] as const)("refuses %s", (_, values, scale, message) => {
  expect(() => bars(values, { scale })).toThrow(`plot.bars: expected ${message}`);
});

test("errors name the function that was called", () => {
  expect(() => multiplications({})).toThrow("plot.multiplications: expected at least one bar");
  expect(() => parameters({ a: -1 })).toThrow("plot.parameters: expected numbers from 0 for a");
  expect(() => parameters({ a: 1 }, { scale: "ln" as "log" })).toThrow("plot.parameters: expected scale to be one of");
});
