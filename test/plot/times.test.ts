import { expect, test } from "vitest";
import { times } from "../../src/plot/index.ts";

type Drawn = { name?: string; x: number[]; y: number[]; text?: string[]; marker?: object };
const drawn = (figure: ReturnType<typeof times>) => figure.data as unknown as Drawn[];

const kinds = {
  standard: [
    { name: "64", macs: 115_605_504, bytes: 1_753_088, seconds: 0.0045 },
    { name: "32", macs: 28_901_376, bytes: 839_680, seconds: 0.0014 },
    { name: "16", macs: 7_225_344, bytes: 410_624, seconds: 0.0004 },
  ],
  depthwise: [{ name: "64", macs: 1_806_336, bytes: 1_607_936, seconds: 0.0002 }],
};

test("joins the layers of each kind in their order, MACs across and seconds up", () => {
  expect(drawn(times(kinds)).map(({ name, x, y }) => [name, x, y])).toEqual([
    ["standard", [115_605_504, 28_901_376, 7_225_344], [0.0045, 0.0014, 0.0004]],
    ["depthwise", [1_806_336], [0.0002]],
  ]);
});

test("holds them against the time at the peak: two operations for each MAC", () => {
  const line = drawn(times(kinds, { peak: 1e11 })).find(({ marker }) => marker === undefined)!;
  expect(line.x.length).toBe(2);
  line.x.forEach((macs, i) => expect(line.y[i]! / macs).toBeCloseTo(2e-11, 20));
  expect(drawn(times(kinds)).every(({ marker }) => marker !== undefined)).toBe(true);
});

test("names the first and the last layer of each kind, and says all in words", () => {
  const figure = times(kinds);
  expect(drawn(figure).map(({ text }) => text)).toEqual([["64", "", "16"], ["64"]]);
  expect(figure.alt).toBe(
    "Time over MACs: standard 64 4.5 ms for 116 MMACs, 32 1.4 ms for 28.9 MMACs, 16 400 µs for 7.23 MMACs; depthwise 64 200 µs for 1.81 MMACs",
  );
});

test.each([
  ["more kinds than colours", Object.fromEntries([..."abcdefgh"].map((k) => [k, kinds.depthwise])), {}, "of at most 7"],
  ["a layer without MACs", { a: [{ ...kinds.depthwise[0]!, macs: 0 }] }, {}, "macs of 64 to be a number above 0"],
  ["an endless peak", kinds, { peak: Infinity }, "peak to be a number above 0, received Infinity"],
  ["an unknown option", kinds, { bandwidth: 1 }, "options among peak, title, received bandwidth"],
])("refuses %s", (_, wrong, options, message) => {
  expect(() => times(wrong, options as object)).toThrow("plot.times: expected ");
  expect(() => times(wrong, options as object)).toThrow(message);
});
