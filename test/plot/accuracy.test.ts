import { expect, test } from "vitest";
import { accuracy, type AccuracyPoint } from "../../src/plot/index.ts";

type Drawn = { name: string; x: number[]; y: number[]; text: string[]; marker: { color: string; symbol: string } };
const drawn = (figure: ReturnType<typeof accuracy>) => figure.data as unknown as Drawn[];

const point = (name: string, macs: number, accuracy: number): AccuracyPoint => ({ name, macs, accuracy });
const papers = {
  "depthwise separable": [point("MobileNet", 568_740_352, 70.6), point("Xception", 8_357_403_496, 79)],
  standard: [point("VGG-16", 15_470_264_320, 71.5)],
};

test("has a point for each network, in the colour and form of its family", () => {
  expect(drawn(accuracy(papers)).map(({ name, x, y }) => [name, x, y])).toEqual([
    ["depthwise separable", [568_740_352, 8_357_403_496], [70.6, 79]],
    ["standard", [15_470_264_320], [71.5]],
  ]);
  const marks = drawn(accuracy(papers)).map(({ marker }) => marker);
  expect(new Set(marks.map(({ color }) => color)).size).toBe(2);
  expect(new Set(marks.map(({ symbol }) => symbol)).size).toBe(2);
});

test("keeps every point inside of its axes", () => {
  const { layout } = accuracy(papers);
  for (const { macs, accuracy: share } of Object.values(papers).flat()) {
    const inside = (value: number, [low, high]: number[]) => low! < value && value < high!;
    expect(inside(Math.log10(macs), layout.xaxis!.range as number[])).toBe(true);
    expect(inside(share, layout.yaxis!.range as number[])).toBe(true);
  }
});

test("names all where there is room, and some where twenty networks stand on one another; words and pointer tell all", () => {
  expect(drawn(accuracy(papers)).flatMap(({ text }) => text)).toEqual(["MobileNet", "Xception", "VGG-16"]);
  const crowd = Array.from({ length: 20 }, (_, i) => point(`network ${i}`, 1e9 + i, 70));
  const figure = accuracy({ crowd: [...crowd, point("far", 1e8, 50)] });
  const named = drawn(figure)[0]!.text.filter(Boolean);
  expect(named).toContain("far");
  expect(named.length).toBeLessThan(21);
  for (const { name } of crowd) {
    expect(figure.alt).toContain(`${name} 70% at 1,000 million`);
    expect(figure.data[0]).toMatchObject({ hovertext: expect.arrayContaining([name]) });
  }
});

test.each([
  ["nothing", undefined, "points in at most 7 families, received 0"],
  ["a family without points", { a: [] }, "points in at most 7 families"],
  [
    "a network without MACs",
    { a: [point("x", 0, 50)] },
    "MACs above 0 and an accuracy from 0 to 100 for x, received 0 and 50",
  ],
  ["an accuracy above all", { a: [point("x", 1, 101)] }, "received 1 and 101"],
  ["NaN", { a: [point("x", Number.NaN, 50)] }, "received NaN and 50"],
])("refuses %s", (_, families, message) => {
  expect(() => accuracy(families as never)).toThrow("plot.accuracy: expected ");
  expect(() => accuracy(families as never)).toThrow(message);
});
