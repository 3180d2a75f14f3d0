import { beforeAll, expect, test } from "vitest";
import { useDevice } from "../../src/device/use.ts";
import { featureMaps, fromTensor } from "../../src/plot/index.ts";
import { tf } from "../../src/tf.ts";
import { decode } from "./decode.ts";

beforeAll(() => useDevice("cpu"));

test("gives every map the same colours", () => {
  const { data, layout } = featureMaps([[[-1, 2]], [[4, 0]], [[1, 1]]]);
  expect(data.map((trace) => "coloraxis" in trace && trace.coloraxis)).toEqual(["coloraxis", "coloraxis", "coloraxis"]);
  expect(layout.coloraxis).toMatchObject({ cmin: -4, cmax: 4 });
});

test("starts at zero where no number is negative", () => {
  expect(featureMaps([[[2, 5]]]).layout.coloraxis).toMatchObject({ cmin: 0, cmax: 5, colorscale: "Viridis" });
});

test("keeps the numbers of small maps", () => {
  const { data } = featureMaps([
    [
      [0.5, -1],
      [2, 0],
    ],
    [
      [1, 2],
      [3, 4],
    ],
  ]);
  expect(data.map(decode)).toEqual([
    { values: [0.5, -1, 2, 0], shape: [2, 2] },
    { values: [1, 2, 3, 4], shape: [2, 2] },
  ]);
});

test("draws large maps in levels that are off by less than half a level, and label the scale in true numbers", () => {
  const values = Float64Array.from({ length: 2 * 64 * 64 }, (_, i) => 3 * Math.sin(i));
  const { data, layout } = featureMaps({ data: values, shape: [2, 64, 64] });
  const levels = data.flatMap((trace) => decode(trace).values);
  const reach = Math.max(...values.map(Math.abs));
  for (const [i, value] of values.entries()) {
    expect(Math.abs(((levels[i] ?? 0) / 254) * 2 * reach - reach - value)).toBeLessThanOrEqual(reach / 254 + 1e-6);
  }
  expect(layout.coloraxis).toMatchObject({
    cmin: 0,
    cmax: 254,
    colorbar: { tickvals: [0, 127, 254], ticktext: ["−3", "0", "3"] },
  });
});

test("averages maps that are longer than 256 a side, also where blocks do not fit", () => {
  const values = Array.from({ length: 2 * 3 * 600 }, (_, i) => i % 600); // each row counts to 599
  const traces = featureMaps({ data: values, shape: [2, 3, 600] }).data.map(decode);
  const rows = Array.from({ length: 200 }, (_, x) => 3 * x + 1);
  expect(traces).toEqual([
    { values: rows, shape: [1, 200] },
    { values: rows, shape: [1, 200] },
  ]);
  expect(
    decode(featureMaps({ data: Array.from({ length: 257 }, (_, i) => i), shape: [1, 1, 257] }).data[0]).values.at(-1),
  ).toBe(256);
});

test("takes the numbers of a tensor, of a batch of one too", async () => {
  const x = tf.tensor4d([1, 2, 3, 4], [1, 2, 1, 2]);
  const { data } = featureMaps(await fromTensor(x));
  x.dispose();
  expect(data.map(decode)).toEqual([
    { values: [1, 2], shape: [1, 2] },
    { values: [3, 4], shape: [1, 2] },
  ]);
});

test("refuses a tensor, whose numbers come later, and says what to do", () => {
  const x = tf.ones([1, 2, 2]);
  // @ts-expect-error: a tensor's data is a function
  expect(() => featureMaps(x)).toThrow(
    "expected plain numbers, received a tensor, whose numbers come later; pass await plot.fromTensor(tensor)",
  );
  x.dispose();
});

test.each([
  ["a batch of two", { data: [1, 2], shape: [2, 1, 1, 1] }, "maps of shape [C, H, W], received [2, 1, 1, 1]"],
  ["one map without channels", { data: [1, 2], shape: [1, 2] }, "maps of shape [C, H, W], received [1, 2]"],
  ["no map", [], "maps of shape [C, H, W], received [0, 0, 0]"],
  ["too few numbers", { data: [1], shape: [1, 1, 2] }, "2 numbers for [1, 1, 2], received 1"],
  ["maps of unequal size", [[[1, 2]], [[1]]], "every map to have 1 rows of 2 numbers, as the first"],
  ["nothing", undefined as never, "maps, received undefined"],
  ["a number", 3 as never, "maps, received 3"],
  ["null for a map", [[[1]], null as never], "every map to have 1 rows of 1 numbers, as the first"],
  ["NaN", [[[1, Number.NaN]]], "finite numbers, received NaN at 1"],
  ["65 maps", { data: new Float32Array(65), shape: [65, 1, 1] }, "at most 64 maps, received 65"],
])("refuses %s", (_, maps, message) => {
  expect(() => featureMaps(maps)).toThrow(`plot.featureMaps: expected ${message}`);
});

test("takes the numbers of a living tensor alone", async () => {
  const gone = tf.ones([1, 2, 2]);
  gone.dispose();
  await expect(fromTensor(gone)).rejects.toThrow("plot.fromTensor: expected tensor to be alive");
  await expect(fromTensor([1] as never)).rejects.toThrow(
    "plot.fromTensor: expected tensor to be a tensor, received [1]",
  );
});

test("refuses titles that are not one a map", () => {
  expect(() => featureMaps([[[1]]], { titles: ["a", "b"] })).toThrow("1 titles, one a map, received 2");
});
