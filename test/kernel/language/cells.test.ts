import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { openNotebook } from "./notebook.ts";

test.each([
  ["an expression", "1 + 1", "2"],
  ["an expression before a semicolon and a comment", "'a'; // why", "'a'"],
  ["the last of several", "const a = 1;\na;\na + 1", "2"],
  ["an object in brackets", "({ a: 1 })", "{ a: 1 }"],
  ["a comma expression", "1, 2", "2"],
  ["an assignment", "let x; x = 3", "3"],
  ["null", "null", "null"],
  ["a promise's value", "Promise.resolve(4)", "4"],
  ["an awaited value", "await Promise.resolve(5)", "5"],
  ["a value behind a function declared last", "f()\nfunction f() { return 6 }", "6"],
  ["an expression with types", "(7 as unknown as number)!", "7"],
  ["a default export", "export default 8", "8"],
  ["a string that looks like a directive", "'hello'", "'hello'"],
  ["a template over several lines", "`a\n${'b'}`", "'a\\nb'"],
])("the result of a cell is %s", async (_, code, value) => {
  const { run } = openNotebook();
  expect((await run(code)).value).toBe(value);
});

test.each([
  ["undefined", "undefined"],
  ["a declaration", "const a = 1"],
  ["a loop", "for (const a of [1, 2]) a"],
  ["nothing", ""],
  ["a comment", "// nothing"],
  ["a handle of display", "display(1)"],
])("%s gives no result", async (_, code) => {
  const { run } = openNotebook();
  expect((await run(code)).reply).toEqual({ status: "ok" });
});

test.each([
  ["enums", "enum Color { Red, Green = 5 } [Color.Green, Color[0]]", "[ 5, 'Red' ]"],
  ["const enums", "const enum Size { S = 1 } Size.S", "1"],
  ["namespaces", "namespace N { export const z = 1 } N.z", "1"],
  ["parameter properties", "class P { constructor(public a: number) {} } new P(3).a", "3"],
  [
    "overloads",
    "function f(a: string): string; function f(a: number): number; function f(a: any) { return a } f(2)",
    "2",
  ],
  ["import equals", "import os = require('node:os'); os.EOL", "'\\n'"],
  ["using", "using file = { [Symbol.dispose]() {} }; typeof file", "'object'"],
  ["for await", "let n = 0; for await (const a of [1, Promise.resolve(2)]) n += a; n", "3"],
  ["exports", "export const a = 1; export function g() { return a + 1 } export { a as b }; g()", "2"],
  ["a nameless default export", "export default function () {}\nexport const n = 1; n", "1"],
  ["a line for the shell", "#!/usr/bin/env node\n1", "1"],
  ["labels", "outer: for (;;) { for (;;) break outer } 'out'", "'out'"],
])("a cell may hold %s", async (_, code, value) => {
  const { run } = openNotebook({}, { typecheck: "on" });
  expect(await run(code)).toMatchObject({ value, traceback: "" });
});

test.each([
  [
    "lists with patterns and without values",
    "var { a, b = 2 } = { a: 1 }, c, [d] = [4]; [a, b, c, d]",
    "[ 1, 2, undefined, 4 ]",
  ],
  ["a block", "if (true) { var e = 1 } e", "1"],
  ["no block", "if (true) var f = 5\nf", "5"],
  ["for", "for (var g = 0, h = 3; g < h; g++);\ng", "3"],
  ["for of a pattern", "for (var { k } of [{ k: 1 }, { k: 2 }]);\nk", "2"],
  ["for in", "for (var m in { key: 1 });\nm", "'key'"],
  ["a line after an expression", "let o = { p: 1 }\no.p\nvar q = [o.p]\nq", "[ 1 ]"],
  ["an arrow function, which takes its name", "var r = () => {}; r.name", "'r'"],
  ["a function's own, which stays its own", "var s = 1; (() => { var s = 2 })(); s", "1"],
])("var reaches the top of the cell from %s", async (_, code, value) => {
  const { run } = openNotebook();
  expect(await run(code)).toMatchObject({ value, traceback: "" });
});

test("a function keeps its name, calls itself and may be called before its place", async () => {
  const { run } = openNotebook();
  await run(
    "const early = even(10); function even(n: number): boolean { return n === 0 || odd(n - 1) }\nfunction odd(n: number): boolean { return n !== 0 && even(n - 1) }",
  );
  expect((await run("[early, even.name, odd.name]")).value).toBe("[ true, 'even', 'odd' ]");
});

test("cells are strict, as modules are", async () => {
  const { run } = openNotebook();
  expect((await run("undeclared = 1")).reply).toMatchObject({ ename: "ReferenceError" });
  expect((await run("(function () { return this })()")).reply).toEqual({ status: "ok" });
});

test("import.meta and the names of CommonJS tell of the notebook's folder", async () => {
  const { run, folder } = openNotebook();
  expect((await run("import.meta.dirname")).value).toBe(`'${folder}'`);
  expect((await run("new URL('.', import.meta.url).href")).value).toBe(`'${pathToFileURL(folder).href}/'`);
  expect((await run("[__dirname, process.cwd()].every((one) => one === import.meta.dirname)")).value).toBe("true");
  expect((await run("require('node:path').sep")).value).toBe("'/'");
});

test("a loop at the top of a cell runs at full speed", async () => {
  const { run } = openNotebook();
  const { value } = await run("let sum = 0; for (let i = 0; i < 1e8; i++) sum += i; sum");
  expect(value).toBe("4999999950000000");
}, 20_000);

test("cells that are asked for at once run one after the other", async () => {
  const { run } = openNotebook();
  const all = await Promise.all(
    ["let log = [1]; await new Promise((r) => setTimeout(r, 50)); log.push(2)", "log.push(3); log"].map((code) =>
      run(code),
    ),
  );
  expect(all[1]?.value).toBe("[ 1, 2, 3 ]");
});

test("the environment that was asked for is there", async () => {
  const { run } = openNotebook({}, { environment: { SHADE: "green" } });
  expect((await run("process.env.SHADE")).value).toBe("'green'");
});

test("restart forgets the variables and dispose ends every process", async () => {
  const { run, interpreter } = openNotebook();
  const before = Number((await run("var a = 1; process.pid")).value);
  await interpreter.restart();
  expect((await run("typeof a")).value).toBe("'undefined'");
  const after = Number((await run("process.pid")).value);
  await interpreter.dispose();
  for (const pid of [before, after]) expect(() => process.kill(pid, 0)).toThrow("ESRCH");
});

test("a folder that is not there is refused", () => {
  expect(() => openNotebook({}, { folder: "/not/there" })).toThrow(
    'expected folder to be a directory, received "/not/there"; pass the folder in which the notebook lies',
  );
});

test("a cell may contain the characters that end lines only for JavaScript", async () => {
  const { run } = openNotebook();
  expect((await run("'a\u2028b\u2029c'.length")).value).toBe("5");
});

test("export = is refused by its name, at its place", async () => {
  const { reply } = await openNotebook().run("1;\nexport = 5");
  expect(reply).toMatchObject({ ename: "SyntaxError", evalue: expect.stringContaining("export ="), line: 2 });
});
