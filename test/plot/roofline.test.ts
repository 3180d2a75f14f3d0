import { expect, test } from "vitest";
import { roofline, type MeasuredLayer, type RooflineOptions } from "../../src/plot/index.ts";

type Drawn = { name?: string; x: number[]; y: number[]; text?: string[]; marker?: { color: string; symbol: string } };
const drawn = (options: RooflineOptions) => roofline(options).data as unknown as Drawn[];
const kinds = (options: RooflineOptions) => drawn(options).filter(({ marker }) => marker !== undefined);
const roof = (options: RooflineOptions) => drawn(options).find(({ marker }) => marker === undefined)!;

/** A layer by where it is to stand. */
const layer = (name: string, intensity: number, speed: number): MeasuredLayer => ({
  name,
  macs: 1e6,
  bytes: 2e6 / intensity,
  seconds: 2e6 / speed,
});
const machine = { peak: 100e9, bandwidth: 10e9 };
const points = { standard: [layer("64", 100, 80e9), layer("256", 400, 90e9)], depthwise: [layer("64", 2, 15e9)] };

test("has a point for each layer: two operations for each MAC, over its bytes and over its seconds", () => {
  const at = kinds({ ...machine, points }).map(({ name, x, y }) => [name, x, y]);
  expect(at).toEqual([
    ["standard", [expect.closeTo(100), expect.closeTo(400)], [expect.closeTo(80e9, -3), expect.closeTo(90e9, -3)]],
    ["depthwise", [expect.closeTo(2)], [expect.closeTo(15e9, -3)]],
  ]);
  const marks = kinds({ ...machine, points }).map(({ marker }) => marker!);
  expect(new Set(marks.map(({ color, symbol }) => `${color} ${symbol}`)).size).toBe(2);
});

test("rises as the bandwidth allows, bends at peak ÷ bandwidth and goes on at the peak", () => {
  const { x, y } = roof({ ...machine, points });
  expect(x[1]).toBe(10);
  expect(y.slice(1)).toEqual([100e9, 100e9]);
  expect(y[0]! / x[0]!).toBeCloseTo(10e9, -3);
  expect(x[0]).toBeLessThan(2);
  expect(x[2]).toBeGreaterThan(400);
});

test.each([
  ["all on the slope", { peak: 1e15, bandwidth: 1e9 }, (x: number) => 1e9 * x],
  ["all under the flat", { peak: 1e9, bandwidth: 1e12 }, () => 1e9],
])("has no bend where the layers are %s", (_, machine, at) => {
  const { x, y } = roof({ ...machine, points });
  expect(x.length).toBe(2);
  x.forEach((intensity, i) => expect(y[i]! / at(intensity)).toBeCloseTo(1, 9));
});

test("keeps layers and roof inside of its axes", () => {
  const { layout } = roofline({ ...machine, points });
  const inside = (values: number[], range: number[]) =>
    values.every((value) => Math.log10(value) >= range[0]! && Math.log10(value) <= range[1]!);
  for (const { x, y } of drawn({ ...machine, points })) {
    expect(inside(x, layout.xaxis!.range as number[])).toBe(true);
    expect(inside(y, layout.yaxis!.range as number[])).toBe(true);
  }
});

test("says in words where the layers and the roof are", () => {
  expect(roofline({ ...machine, points, title: "Here" }).alt).toBe(
    "Here, 100 GFLOP/s and 10 GB/s: standard 64 80 GFLOP/s at 100 FLOPs/byte, 256 90 GFLOP/s at 400 FLOPs/byte; depthwise 64 15 GFLOP/s at 2 FLOPs/byte",
  );
});

test.each([
  ["no layers", { points: {} }, "layers of at most 7 kinds, received an object with no keys"],
  ["nothing", { points: undefined }, "layers of at most 7 kinds, received undefined"],
  ["a kind without layers", { points: { standard: [] } }, "layers of at most 7 kinds"],
  ["a peak of 0", { peak: 0 }, "peak to be a number above 0, received 0"],
  ["no bandwidth", { bandwidth: undefined }, "bandwidth to be a number above 0, received undefined"],
  ["no time", { points: { a: [{ ...layer("64", 1, 1), seconds: 0 }] } }, "seconds of 64 to be a number above 0"],
  ["no bytes", { points: { a: [{ ...layer("64", 1, 1), bytes: NaN }] } }, "bytes of 64 to be a number above 0"],
  ["an unknown option", { layers: {} }, "options among peak, bandwidth, points, title, received layers"],
])("refuses %s", (_, wrong, message) => {
  const draw = () => roofline({ ...machine, points, ...(wrong as object) });
  expect(draw).toThrow("plot.roofline: expected ");
  expect(draw).toThrow(message);
});
