import { expect, test } from "vitest";
import { isCellComplete } from "../../../../kernel/language/magics/completeness.ts";
import { completeMagic } from "../../../../kernel/language/magics/complete.ts";

/** What is offered at the bar, and the text that it takes the place of. */
function complete(marked: string) {
  const offset = marked.indexOf("|");
  const source = marked.replace("|", "");
  const found = completeMagic(source, offset, ["x"]);
  return found && { texts: found.matches.map(({ text }) => text), replaced: source.slice(found.start, found.end) };
}

test.each([
  ["%ti|", ["%time", "%timeit", "%%time", "%%timeit"].slice(0, 2), "%ti"],
  ["  %wh|", ["%who"], "%wh"],
  ["1\n%ti|me x", ["%time", "%timeit"], "%time"],
  ["%%h|", ["%%html"], "%%h"],
  ["x\n%%h|", [], "%%h"],
  ["%typecheck o|", ["on", "off"], "o"],
  ["%help wr|", ["writefile"], "wr"],
  ["!git st|", [], ""],
  ["%cd fol|", [], ""],
  ["%%html\n<b|", [], ""],
])("at %j it offers %j for %j", (marked, texts, replaced) => expect(complete(marked)).toEqual({ texts, replaced }));

test("a percent sign alone offers all magics where a cell begins, and those of a line elsewhere", () => {
  expect(complete("%|")?.texts).toEqual(expect.arrayContaining(["%time", "%who", "%%html", "%%time"]));
  expect(complete("x;\n%|")?.texts).toEqual(expect.not.arrayContaining(["%%html"]));
});

test.each(["x % y|", "`\n%ti|`", "%time x.to|", "%timeit -n 1 x|", "f(\n%ti|", "x.|"])(
  "at %j TypeScript completes",
  (marked) => expect(complete(marked)).toBeUndefined(),
);

test.each([
  ["%time f()", "complete"],
  ["%time f(", "incomplete"],
  ["%who", "complete"],
  ["!ls 'a", "complete"],
  ["%%html", "incomplete"],
  ["%%html\n<b>", "incomplete"],
  ["%%html\n<b>\n", "complete"],
  ["%%time\nf(1)\n", "complete"],
  ["f(", "incomplete"],
  [")", "invalid"],
])("%j is %s", (source, status) => expect(isCellComplete(source).status).toBe(status));
