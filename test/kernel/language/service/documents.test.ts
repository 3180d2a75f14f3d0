import { expect, test } from "vitest";
import { outline } from "../../../../kernel/language/outline.ts";
import { parseCell } from "../../../../kernel/language/parse.ts";
import { Documents } from "../../../../kernel/language/service/documents.ts";

function openDocuments() {
  const documents = new Documents();
  let number = 0;
  const place = (source: string) => {
    number++;
    const cell = {
      number,
      url: `cell:${number}`,
      source,
      declarations: outline(parseCell(source).program, source),
      imports: [],
    };
    return { file: documents.place(cell), cell };
  };
  return {
    documents,
    place,
    keep(source: string) {
      const placed = place(source);
      documents.keep(placed.cell);
      return placed;
    },
    text: (file: string) => documents.texts.get(file)?.split("\n") ?? [],
  };
}

test("a document declares what its cell mentions of earlier ones, and nothing else", () => {
  const { keep, text } = openDocuments();
  keep("let x = 1; const y = 2; function f() {} type Name = string");
  const [header] = text(keep("f(x); // and no other").file);
  expect(header?.match(/(?<=\b(?:declare let|import) )\w+/g)).toEqual(["f", "x"]);
});

test("ten thousand cells of the same names take turns in a few documents", () => {
  const { keep, documents } = openDocuments();
  for (let cell = 0; cell < 10_000; cell++) keep(cell % 2 ? "x + 1" : `let x: number = ${cell}`);
  expect(documents.texts.size).toBeLessThan(10);
});

test("a document stays while a later one refers to it, though its names stand for something else", () => {
  const { keep, documents } = openDocuments();
  const first = keep("interface Point { x: number }");
  const second = keep("let p: Point");
  keep("interface Point { y: number }");
  for (let cell = 0; cell < 10; cell++) keep("1");
  expect(documents.cellIn(first.file)).toBe(first.cell);
  keep("let p = 1");
  expect(documents.cellIn(second.file)).toBeUndefined();
  expect(documents.cellIn(first.file)).toBeUndefined();
});

test("a cell that is discarded, and all of them once they are forgotten, leave their documents", () => {
  const { keep, place, documents } = openDocuments();
  const kept = keep("let x = 1");
  const discarded = place("let x = 'a'");
  documents.discard(discarded.cell.number);
  expect(documents.cellIn(discarded.file)).toBeUndefined();
  expect(documents.cellIn(kept.file)).toBe(kept.cell);
  documents.discard(kept.cell.number);
  expect(documents.cellIn(kept.file)).toBe(kept.cell);
  documents.forget();
  expect(documents.cellIn(kept.file)).toBeUndefined();
});
