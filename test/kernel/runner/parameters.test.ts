import fc from "fast-check";
import { expect, test } from "vitest";
import { injectParameters, parameterAt, parseParameter } from "../../../kernel/runner/parameters.ts";
import { code, notebookOf } from "./sepconv.ts";

const injected = (declarations: string, name: string, value: unknown) => {
  const notebook = notebookOf(code(declarations, "parameters"), code("n"));
  injectParameters(notebook, new Map([[name, value]]));
  return notebook.cells[1]!.source.split("\n").slice(1).join("\n");
};

test.each([
  ["n=3", "n", 3],
  ["sizes=[1, 2]", "sizes", [1, 2]],
  ['s="text"', "s", "text"],
  ["s=plain text = more", "s", "plain text = more"],
  ["s=", "s", ""],
  ["on=true", "on", true],
  ["$größe_1=null", "$größe_1", null],
])("reads -p %s", (argument, name, value) => {
  expect(parseParameter(argument)).toEqual([name, value]);
});

test.each(["n", "=3", "3n=1", "a-b=1", "", "a.b=1"])(
  "refuses -p '%s' as malformed, and shows how to write it",
  (argument) => {
    expect(() => parseParameter(argument)).toThrow(
      `expected name=value, received "${argument}"; write for example -p n=3`,
    );
  },
);

test("gives back every JSON value that a parameter is set to", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(parseParameter(`n=${JSON.stringify(value)}`)).toEqual(["n", JSON.parse(JSON.stringify(value))]);
    }),
  );
});

test.each([
  ["let n: number = 3;", "let n: number = 5;"],
  ["const n: 3 | 5 = 3;", "const n: 3 | 5 = 5;"],
  ["export var n = -3", "var n: number = 5;"],
  ["let [a] = [1], n = 1", "let n: number = 5;"],
])("declares a parameter of %s again with its type", (declarations, source) => {
  expect(injected(declarations, "n", 5)).toBe(source);
});

test.each([
  ["const sizes = [1, 2]", [3], "const sizes: number[] = [3];"],
  ["let sizes = `a`", "b", 'let sizes: string = "b";'],
  ["let sizes = [[true]]", [], "let sizes: boolean[][] = [];"],
])("takes the type of the literal in %s", (declarations, value, source) => {
  expect(injected(declarations, "sizes", value)).toBe(source);
});

test("refuses a name that is not declared, and lists those that are", () => {
  expect(() => injected("let n = 1; const size = 2", "m", 1)).toThrow("received m; declared: n, size");
});

test("refuses a parameter whose type its declaration does not show", () => {
  expect(() => injected("let n = compute()", "n", 1)).toThrow("annotate it in the parameters cell");
  expect(() => injected("let n = [1, 'a']", "n", 1)).toThrow("annotate it in the parameters cell");
});

test("puts the cell after the parameters, or first where a notebook has none, and replaces a former one", () => {
  const notebook = notebookOf(code("1"), code("let n = 1", "parameters"), code("n"));
  injectParameters(notebook, new Map([["n", 2]]));
  injectParameters(notebook, new Map([["n", 3]]));
  expect(notebook.cells.map(({ source }) => source)).toEqual([
    "1",
    "let n = 1",
    "// Parameters\nlet n: number = 3;",
    "n",
  ]);
  expect(notebook.cells[2]!.metadata.tags).toEqual(["injected-parameters"]);

  const plain = notebookOf(code("1"));
  injectParameters(plain, new Map([["n", 2]]));
  expect(plain.cells.map(({ source }) => source)).toEqual(["// Parameters\nlet n = 2;", "1"]);
});

test("knows which parameter a line of the injected cell sets", () => {
  const cell = code("// Parameters\nlet n: number = 2;\nlet m = 1;", "injected-parameters");
  expect(parameterAt(cell, 3)).toBe("let m = 1;");
  expect(parameterAt(code("let n = 1;"), 1)).toBeUndefined();
});
