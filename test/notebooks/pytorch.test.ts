import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { golden } from "../golden/golden.ts";

interface Cell {
  id: string;
  metadata: { tags?: string[] };
  outputs?: { output_type: string; text?: string[] }[];
}

const path = new URL("../../notebooks/04-pytorch-groups.ipynb", import.meta.url);
const { cells } = JSON.parse(readFileSync(path, "utf8")) as { cells: Cell[] };
const printed = golden<Record<string, string>>("notebook");
const claiming = cells.filter(({ metadata }) => metadata.tags?.includes("pytorch"));

test.each(claiming)("cell $id prints what the PyTorch original above it prints", ({ id, outputs }) => {
  const text = outputs!.flatMap((output) => output.text ?? []).join("");
  expect(text).toBe(printed[id]);
});

test("every PyTorch original has its TypeScript below it, and those that print the same say so", () => {
  const originals = Object.keys(printed);
  expect(cells.filter(({ id }) => originals.includes(id)).map(({ id }) => id)).toEqual(originals);
  const silentOrWorded = new Set(["device", "class", "divide"]);
  expect(claiming.map(({ id }) => id)).toEqual(originals.filter((id) => !silentOrWorded.has(id)));
});
