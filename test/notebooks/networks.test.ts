import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { golden } from "../golden/golden.ts";

interface Cell {
  id: string;
  outputs?: { data?: { "application/vnd.plotly.v1+json"?: { data: Family[] } } }[];
}

interface Family {
  hovertext: string[];
  x: number[];
  y: number[];
}

const path = new URL("../../notebooks/05-networks.ipynb", import.meta.url);
const { cells } = JSON.parse(readFileSync(path, "utf8")) as { cells: Cell[] };

/** The networks in the figure below a cell. */
function drawn(id: string): { name: string; macs: number; top1: number }[] {
  const bundles = cells.find((cell) => cell.id === id)!.outputs!.flatMap(({ data }) => data ?? []);
  const families = bundles.flatMap((bundle) => bundle["application/vnd.plotly.v1+json"]?.data ?? []);
  return families.flatMap(({ hovertext, x, y }) => hovertext.map((name, i) => ({ name, macs: x[i]!, top1: y[i]! })));
}

const { published } = golden<{ published: { name: string; top1: number }[] }>("accuracy");
const { counts } = golden<{ counts: { name: string; macs: number }[] }>("models");

test("draws the accuracies that torchvision publishes over the MACs that PyTorch's layers have", () => {
  const networks = drawn("torchvision-figure");
  expect(networks.length).toBeGreaterThan(15);
  const known = networks.map(({ name }) => ({
    name,
    macs: counts.find((network) => network.name === name)?.macs,
    top1: published.find((network) => network.name === name)?.top1,
  }));
  expect(networks).toEqual(known);
});

// arXiv 1704.04861, tables 4 to 9, and arXiv 1610.02357, table 1
test("draws every accuracy that the papers print of networks that are here", () => {
  const percents = drawn("papers-figure").map(({ top1 }) => top1);
  const mobilenets = [71.7, 70.6, 68.4, 65.3, 63.7, 50.6, 69.1, 67.2, 64.4, 60.2];
  const others = [71.5, 57.5, 57.2, 77, 78.2, 79];
  expect(percents.toSorted((a, b) => a - b)).toEqual([...mobilenets, ...others].toSorted((a, b) => a - b));
});
