import { expect, test } from "vitest";
import { table } from "../../src/article/index.ts";

/** The numbers as the article prints them, in its order, apart from the program that reproduces them. */
const PRINTED = [
  ["9", "6", "9", "81", "15", "45", "9", "27", "72"],
  ["108", "[4, 64, 64]", "27", "[3, 64, 64]", "12", "[4, 64, 64]", "39", "0.3611"],
  ["[-1, 4, 64, 64]", "108", "0.05, 0.12, 0.00, 0.17"],
  ["[-1, 3, 64, 64]", "27", "0.05, 0.09, 0.00, 0.14"],
  ["[-1, 4, 64, 64]", "12", "0.05, 0.12, 0.00, 0.17"],
  ["[-1, 6, 64, 64]", "108", "0.06, 0.19, 0.00, 0.25"],
].flat();
/** Sections 1 and 2, and a table of torchsummary for each of four layers. */
const SECTIONS = 6;

test("has a row for every number of the article, and each is reached in all three ways", async () => {
  const { rows, differing } = await table();
  expect(rows.map(({ claimed }) => claimed)).toEqual(PRINTED);
  expect(differing).toEqual([]);
});

test("prints one line a row, under its header and its sections", async () => {
  const lines = String(await table()).split("\n");
  expect(lines).toHaveLength(1 + SECTIONS + PRINTED.length);
  expect(lines).toContainEqual(expect.stringMatching(/multiplications of 3×3 on 5×5 +81 +81 +81 +81 +✓$/));
});

test("shows itself in a notebook as an HTML table beside the text", async () => {
  const numbers = await table();
  const bundle = numbers[Symbol.for("Jupyter.display") as never] as () => Record<string, string>;
  const shown = bundle.call(numbers);
  expect(shown["text/plain"]).toBe(String(numbers));
  expect(shown["text/html"]?.match(/<tr>/g)).toHaveLength(1 + SECTIONS + PRINTED.length);
});
