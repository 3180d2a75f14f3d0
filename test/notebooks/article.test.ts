import { readdirSync, readFileSync } from "node:fs";
import { article } from "sepconv";
import { expect, test } from "vitest";

const folder = new URL("../../notebooks/", import.meta.url);

/** The text that the committed notebooks show below their cells. */
const shown = readdirSync(folder)
  .filter((name) => name.endsWith(".ipynb"))
  .flatMap((name) => JSON.parse(readFileSync(new URL(name, folder), "utf8")).cells as Cell[])
  .flatMap(({ outputs = [] }) => outputs)
  .flatMap(({ text, data }) => text ?? data?.["text/plain"] ?? [])
  .join("")
  .replaceAll(/ +/g, " ");

interface Cell {
  outputs?: { text?: string[]; data?: Record<string, string[]> }[];
}

test("a reader of the notebooks meets every number of the article, with a tick", async () => {
  const { rows } = await article.table();
  expect(rows.length).toBeGreaterThan(0);
  const line = ({ quantity, claimed }: article.Row) => `${quantity} ${claimed} ${claimed} ${claimed} ${claimed} ✓`;
  expect(rows.map(line).filter((text) => !shown.includes(text))).toEqual([]);
});
