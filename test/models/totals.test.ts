import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { golden } from "../golden/golden.ts";
import { EXAMPLES } from "./published/layers.ts";
import { PUBLISHED } from "./published/tables.ts";

/** What papers and programs print of whole networks, of their tables' rows and of worked examples, exactly. */
const published = [
  ...Object.values(PUBLISHED).flatMap((rows) => rows.flatMap(({ macs, parameters }) => [macs?.[1], parameters?.[1]])),
  ...EXAMPLES.map(({ printed }) => printed),
].filter((total) => total !== undefined);

const { counts } = golden<{ counts: Array<{ parameters: number; macs: number }> }>("models");
const totals = new Set([...published, ...counts.flatMap(({ parameters, macs }) => [parameters, macs])]);

const totalsIn = (source: string) =>
  [...source.replaceAll(/(?<=\d)[_,' ](?=\d{3})/g, "").matchAll(/\d{6,}/g)].filter(([n]) => totals.has(Number(n)));

test("no total of a published table occurs in the sources: whatever is counted is counted from layers and shapes", () => {
  expect(totalsIn("568,740,352 or 568_740_352 or 568740352")).toHaveLength(3);
  const folder = new URL("../../src/", import.meta.url);
  const sources = globSync("**/*", { cwd: folder, withFileTypes: true }).filter((entry) => entry.isFile());
  const found = sources.flatMap(({ parentPath, name }) =>
    totalsIn(readFileSync(`${parentPath}/${name}`, "utf8")).map(([n]) => `${n} in ${parentPath}/${name}`),
  );
  expect(sources.length).toBeGreaterThan(100);
  expect(found).toEqual([]);
});
