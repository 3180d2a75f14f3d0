import { Console } from "node:console";
import { Writable } from "node:stream";
import { parseHTML } from "linkedom";
import { expect, test } from "vitest";
import { openNotebook } from "../../language/notebook.ts";
import { resultOf } from "./shown.ts";

/** What console.table prints. */
function printed(rows: object[]): string {
  let text = "";
  const stdout = new Writable({ write: (chunk, _, done) => ((text += String(chunk)), done()) });
  new Console({ stdout, colorMode: false }).table(rows);
  return text;
}

/** The texts of an HTML table's cells, by row. */
function cellsOf(html: unknown): string[][] {
  const { document } = parseHTML(`<html><body>${html}</body></html>`);
  return [...document.querySelectorAll("tr")].map((row) => [...row.children].map((cell) => cell.textContent ?? ""));
}

test("records are shown as console.table prints them, and as a table whose numbers stand on the right", async () => {
  const { run } = openNotebook();
  const rows = [
    { layer: "conv<1>", parameters: 864, trained: true },
    { layer: "fc", parameters: 10.5, note: null },
  ];
  const ran = await run(`(${JSON.stringify(rows)})`);
  expect(`${ran.value}`).toBe(printed(rows));
  const html = String(resultOf(ran)["text/html"]);
  expect(cellsOf(html)).toEqual([
    ["", "layer", "parameters", "trained", "note"],
    ["0", "conv<1>", "864", "true", ""],
    ["1", "fc", "10.5", "", "null"],
  ]);
  expect(html).toMatch(/text-align: right[^>]*>864</);
  expect(html).toMatch(/text-align: left[^>]*>conv&lt;1&gt;</);
});

test("a long and wide table is cut, and says what is missing and how to see it", async () => {
  const { run } = openNotebook();
  const ran = await run(
    "Array.from({ length: 1234 }, (_, i) => Object.fromEntries(Array.from({ length: 30 }, (_, j) => [`c${j}`, i * j])))",
  );
  const cells = cellsOf(resultOf(ran)["text/html"]);
  expect([cells.length, cells[0]?.length]).toEqual([51, 21]);
  const note = "… 1,184 more rows and 10 more columns: console.table(value) prints them all";
  expect(ran.value).toContain(note);
  expect(resultOf(ran)["text/html"]).toContain(note);
});

test.each([
  ["hold objects", "[{ a: { b: 1 } }]"],
  ["have getters, which may do anything", "[{ get a() { throw new Error('touched') } }]"],
  ["are of a class", "[new (class Point { x = 1 })()]"],
  ["are proxies", "[new Proxy({ a: 1 }, { ownKeys() { throw new Error('touched') } })]"],
  ["have no columns", "[{}, {}]"],
  ["stand beside other values", "[{ a: 1 }, 2]"],
])("records that %s are no table", async (_, code) => {
  const { run } = openNotebook();
  expect(Object.keys(resultOf(await run(code)))).toEqual(["text/plain"]);
});
