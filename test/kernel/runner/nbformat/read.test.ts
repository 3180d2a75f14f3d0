import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseNotebook, readNotebook } from "../../../../kernel/runner/nbformat/read.ts";
import { formatNotebook } from "../../../../kernel/runner/nbformat/write.ts";

const notebook = (cells: object[], more: object = {}) =>
  JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells, ...more });
const code = (more: object = {}) => ({
  cell_type: "code",
  id: "a",
  metadata: {},
  source: "1",
  outputs: [],
  execution_count: null,
  ...more,
});
const read = (text: string) => parseNotebook(text, "a.ipynb");

test("joins lines and keeps metadata, tags and ids", () => {
  const [cell] = read(notebook([code({ source: ["a\n", "b"], metadata: { tags: ["parameters"], own: 1 } })])).cells;
  expect(cell).toMatchObject({ id: "a", source: "a\nb", metadata: { tags: ["parameters"], own: 1 } });
});

test("gives cells without ids the same ids at every reading, and lifts 4.0 to 4.5", () => {
  const old = notebook([code({ id: undefined }), code({ id: undefined })], { nbformat_minor: 0 });
  const [first, second] = [read(old), read(old)];
  expect(first.nbformat_minor).toBe(5);
  expect(first.cells.map(({ id }) => id)).toEqual(second.cells.map(({ id }) => id));
  expect(new Set(first.cells.map(({ id }) => id)).size).toBe(2);
  expect(read(formatNotebook(first))).toEqual(first);
});

test("gives the second of two cells with one id another", () => {
  const ids = read(notebook([code(), code()])).cells.map(({ id }) => id);
  expect(ids[0]).toBe("a");
  expect(ids[1]).not.toBe("a");
});

test("keeps outputs of MIME types that nobody knows", () => {
  const data = { "application/x-unheard-of": "abc", "application/vnd.unheard+json": { deep: [1] } };
  const [cell] = read(notebook([code({ outputs: [{ output_type: "display_data", data, metadata: {} }] })])).cells;
  expect(cell).toMatchObject({ outputs: [{ data }] });
});

test.each([
  ["text that is not JSON", '{"cells": [}', "expected JSON, received text that fails with: Unexpected token '}'"],
  ["JSON that breaks off, with line and column", '{"cells":\n [1', "line 2 column 4"],
  ["an empty file", "", "Unexpected end of JSON input"],
  ["JSON that is no notebook", "[1]", "expected a JSON object with nbformat: 4"],
  ["null", "null", "expected a JSON object with nbformat: 4"],
  [
    "format 3",
    '{"nbformat": 3, "nbformat_minor": 0, "worksheets": []}',
    "jupyter nbconvert --to notebook --nbformat 4",
  ],
  ["format 5", '{"nbformat": 5}', "expected notebook format 4, received 5"],
  [
    "an unknown cell type",
    notebook([code(), code({ id: "b", cell_type: "sql" })]),
    'cell 2: expected cell_type code, markdown or raw, received "sql"',
  ],
  ["a cell without source", notebook([code({ source: undefined })]), "cell 1: it must have required property 'source'"],
  ["a key that is not the format's", notebook([code({ colour: 1 })]), 'must NOT have additional properties ("colour")'],
  [
    "an output without data",
    notebook([code({ outputs: [{ output_type: "display_data", metadata: {} }] })]),
    "cell 1: output 1: it must have required property 'data'",
  ],
  ["an output of no known type", notebook([code({ outputs: [{ output_type: "pyout" }] })]), 'received "pyout"'],
  ["a cell that is null", notebook([code(), null as unknown as object]), "cell 2: expected cell_type"],
])("refuses %s", (_what, text, message) => {
  expect(() => read(text)).toThrow(message);
});

test("refuses a missing file, a folder, and bytes that are not UTF-8", async () => {
  const folder = mkdtempSync(join(tmpdir(), "sepconv-read-"));
  writeFileSync(join(folder, "latin1.ipynb"), Buffer.from([0x7b, 0xe9, 0x7d]));
  await expect(readNotebook(join(folder, "none.ipynb"))).rejects.toThrow(/cannot read .*none.ipynb: ENOENT/u);
  await expect(readNotebook(folder)).rejects.toThrow("EISDIR");
  await expect(readNotebook(join(folder, "latin1.ipynb"))).rejects.toThrow("expected UTF-8 text");
});
