import { expect, test } from "vitest";
import { speedUps } from "../../src/plot/index.ts";

type Drawn = { name: string; mode: string; x: number[]; y: number[]; line: { dash?: string } };

const options = {
  channels: [16, 64, 256],
  measured: { separable: [1.8, 4.1, 6.2] },
  expected: { "fewer MACs": [5.76, 7.9, 8.7], bound: [5.76, 7.9, 8.7] },
};

test("draws what was measured with points, and what was expected in another style each, over the channels", () => {
  const lines = speedUps(options).data as unknown as Drawn[];
  expect(lines.map(({ name, mode, x, y, line }) => [name, mode, x, y, line.dash])).toEqual([
    ["separable", "lines+markers", [16, 64, 256], [1.8, 4.1, 6.2], undefined],
    ["fewer MACs", "lines", [16, 64, 256], [5.76, 7.9, 8.7], "dash"],
    ["bound", "lines", [16, 64, 256], [5.76, 7.9, 8.7], "dot"],
  ]);
});

test("says in words from where to where the lines go", () => {
  expect(speedUps(options).alt).toBe(
    "Times as fast as a standard layer, 16 to 256 channels: separable from 1.8 to 6.2; fewer MACs from 5.76 to 8.7; bound from 5.76 to 8.7",
  );
});

test.each([
  ["no line", { measured: {}, expected: {} }, "1 to 7 lines, received 0"],
  ["a value too few", { measured: { a: [1, 2] } }, "3 values for a, one for each number of channels, received [1, 2]"],
  ["a speed-up of 0", { expected: { b: [0, 1, 2] } }, "each value of b to be a number above 0, received 0"],
  ["one number of channels", { channels: [16] }, "channels to be at least 2 different integers, received [16]"],
  ["an unknown option", { bounds: {} }, "options among channels, measured, expected, title, received bounds"],
])("refuses %s", (_, wrong, message) => {
  expect(() => speedUps({ ...options, ...wrong })).toThrow("plot.speedUps: expected ");
  expect(() => speedUps({ ...options, ...wrong })).toThrow(message);
});
