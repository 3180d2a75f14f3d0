import fc from "fast-check";
import { expect, test } from "vitest";
import { firstDifference } from "../../../kernel/runner/compare.ts";
import type { CellOutput, MimeBundle } from "../../../kernel/runner/nbformat/notebook.ts";
import { alike, alikeText } from "../../../kernel/runner/tolerance.ts";
import { code, notebookOf } from "./sepconv.ts";

const stdout = (text: string): CellOutput => ({ output_type: "stream", name: "stdout", text });
const shown = (data: MimeBundle): CellOutput => ({ output_type: "display_data", data, metadata: {} });
const difference = (before: CellOutput[], fresh: CellOutput[], ...tags: string[]) =>
  firstDifference(
    "a.ipynb",
    notebookOf({ ...code("", ...tags), outputs: before }),
    notebookOf({ ...code(""), outputs: fresh }),
  );

test("texts agree when only their fractions differ, by less than 1e-4 of their size", () => {
  expect(alikeText("loss 0.12345, 3.2e-1", "loss 0.12346, 3.20001e-1")).toBe(true);
  expect(alikeText("loss 0.12345", "loss 0.12445")).toBe(false);
  expect(alikeText("1.5 px", "1.5 pt")).toBe(false);
  expect(alikeText("12544 parameters", "12545 parameters")).toBe(false);
  expect(alikeText("-1.0000001", "-1")).toBe(true);
  expect(alikeText("1 2", "1 2 3")).toBe(false);
});

test("any number agrees with itself and with none that is a thousandth away", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: 0.01, max: 1e100 }), (value) => {
      expect(alike([value], [value])).toBe(true);
      expect(alike({ y: [value] }, { y: [value * 1.001] })).toBe(false);
    }),
  );
});

test("the numbers in Plotly's typed arrays are compared, not their base64", () => {
  const typed = (...values: number[]) => ({
    dtype: "f4",
    bdata: Buffer.from(new Float32Array(values).buffer).toString("base64"),
  });
  expect(alike(typed(1, 2), typed(1, 2.000001))).toBe(true);
  expect(alike(typed(1, 2), typed(1, 2.1))).toBe(false);
  expect(alike(typed(1, 2), typed(1))).toBe(false);
});

test("values of different shape differ", () => {
  expect(alike([1], { 0: 1 })).toBe(false);
  expect(alike({ a: 1 }, { b: 1 })).toBe(false);
  expect(alike({ a: 1 }, { a: 1, b: 1 })).toBe(false);
  expect(alike(null, {})).toBe(false);
});

test("says the cell, the output and the line that differ, as before and now", () => {
  expect(difference([stdout("same\nold\n")], [stdout("same\nnew\n")])).toBe(
    "a.ipynb: the outputs of cell 1 (id cell-1) differ from a fresh run's: output 1, stdout\n  line 2\n  - old\n  + new",
  );
  expect(difference([stdout("a"), stdout("b")], [stdout("a")])).toContain(
    "output 2, stdout\n  line 1\n  - b\n  + (nothing)",
  );
});

test("numbers that keep their own text in a file are compared as numbers", () => {
  const bundle = (value: unknown) => [shown({ "application/json": [value] })];
  expect(difference(bundle(JSON.rawJSON("1.0")), bundle(1))).toBeUndefined();
  expect(difference(bundle(1), bundle(JSON.rawJSON("2.0")))).toContain("output 1, application/json");
});

test("leaves out cells tagged timing or device, and the still picture beside a figure", () => {
  const plotly = "application/vnd.plotly.v1+json";
  expect(difference([stdout("3 ms")], [stdout("4 ms")])).toContain("output 1, stdout");
  expect(difference([stdout("3 ms")], [stdout("4 ms")], "timing")).toBeUndefined();
  expect(difference([stdout("wasm")], [stdout("webgpu")], "device")).toBeUndefined();
  expect(difference([shown({ [plotly]: {}, "image/png": "a" })], [shown({ [plotly]: {} })])).toBeUndefined();
  expect(difference([shown({ "image/png": "a" })], [shown({ "image/png": "b" })])).toContain("image/png");
  expect(difference([shown({ [plotly]: { data: [1] } })], [shown({ [plotly]: { data: [2] } })])).toContain(plotly);
});
