import { expect, test } from "vitest";
import { folderWith, openNotebook } from "../language/notebook.ts";

test("an error is shown with the cell's own line, a caret, and the calls through other cells", async () => {
  const { run } = openNotebook();
  await run(
    "interface Unused {\n  a: number;\n}\nenum E { A }\nfunction fail(a: number): never {\n  const why: string = 'boom';\n  throw new RangeError(why);\n}",
  );
  const { reply, traceback } = await run("const n: number = 1;\n\nfail(n);");
  expect(reply).toMatchObject({ ename: "RangeError", evalue: "boom", line: 3 });
  expect(traceback).toBe(
    [
      "RangeError: boom",
      "  at fail (cell 1, line 7)",
      "  5 | function fail(a: number): never {",
      "  6 |   const why: string = 'boom';",
      "> 7 |   throw new RangeError(why);",
      "    |         ^",
      "  8 | }",
      "  at cell 2, line 3",
    ].join("\n"),
  );
});

test("an error in an imported file points into what the user wrote there", async () => {
  const { run, folder } = openNotebook({
    "lib/deep.ts":
      "enum Gone {\n  A,\n}\ninterface Lost { a: Gone }\nexport function deep(x: number): never {\n  throw new Error(`deep ${x}`);\n}\n",
  });
  const { reply, traceback } = await run("import { deep } from './lib/deep.ts';\ndeep(1)");
  expect(reply).toMatchObject({ line: 2 });
  expect(traceback).toContain(`at deep (${folder}/lib/deep.ts:6:9)`);
  expect(traceback).toContain("> 6 |   throw new Error(`deep ${x}`);");
  expect(traceback).toMatch(/at cell 1, line 2$/);
});

test("what a library outside of the notebook's folder refuses is shown in the cell's own line", async () => {
  const library = folderWith({ "refuse.ts": "export function refuse(): never {\n  throw new Error('refused');\n}\n" });
  const { run } = openNotebook();
  const { traceback } = await run(`import { refuse } from ${JSON.stringify(`${library}/refuse.ts`)};\nrefuse();`);
  expect(traceback).toContain(`at refuse (${library}/refuse.ts:2:9)`);
  expect(traceback).toContain("> 2 | refuse();");
  expect(traceback).not.toContain("> 2 |   throw");
});

test("causes and gathered errors are shown below the error", async () => {
  const { run } = openNotebook();
  const { traceback } = await run(
    "const inner = new TypeError('inner', { cause: { code: 7 } });\nthrow new AggregateError([new Error('one'), 2], 'all', { cause: inner })",
  );
  expect(traceback).toMatch(
    /^AggregateError: all\n[^]*\nAggregates: Error: one\n[^]*\nAggregates: 2\n[^]*Caused by: TypeError: inner\n[^]*Caused by: \{ code: 7 \}$/,
  );
});

test("an error that causes itself is shown once", async () => {
  const { run } = openNotebook();
  const { traceback } = await run("const e = new Error('round'); e.cause = e; throw e");
  expect(traceback.match(/round/g)?.length).toBe(2);
});

test("frames of Node and of the kernel are hidden", async () => {
  const { run } = openNotebook();
  const { traceback, reply } = await run("const { readFileSync } = require('fs');\nreadFileSync('/not/there')");
  expect(traceback).not.toMatch(/node:|kernel\//);
  expect(traceback).toContain("code: 'ENOENT'");
  expect(reply).toMatchObject({ line: 2 });
});

test.each([
  ["a number", "throw 42", "42"],
  ["a string", "throw 'text'", "'text'"],
  ["undefined", "throw undefined", "undefined"],
  ["null", "await Promise.reject(null)", "null"],
  ["a symbol", "throw Symbol('s')", "Symbol(s)"],
  ["an object", "throw { a: 1 }", "{ a: 1 }"],
])("what is thrown may be %s", async (_, code, evalue) => {
  const { run } = openNotebook();
  expect((await run(code)).reply).toMatchObject({ status: "error", ename: "Thrown", evalue });
});

test.each([
  ["without a stack", "const e = new Error('bare'); e.stack = undefined; throw e", "Error", "bare"],
  [
    "with a name of its own",
    "class Custom extends Error { override name = 'Custom' } throw new Custom('own')",
    "Custom",
    "own",
  ],
  [
    "whose name throws",
    "const e = new Error('x'); Object.defineProperty(e, 'name', { get() { throw 1 } }); throw e",
    "Error",
    "x",
  ],
  ["of a frozen kind", "throw Object.freeze(new Error('cold'))", "Error", "cold"],
  ["of another realm", "require('node:vm').runInNewContext('throw new Error(\"far\")')", "Error", "far"],
])("an error may be one %s", async (_, code, ename, evalue) => {
  const { run } = openNotebook();
  expect((await run(code)).reply).toMatchObject({ status: "error", ename, evalue });
});

test.each([
  ["in the cell", "const a = 1;\nconst b = ;", 2, "SyntaxError"],
  ["after characters of two code units", "'😀é';\nlet x = ;", 2, "SyntaxError"],
  ["that only the engine sees", "const a = 1;\n\n/(/", 3, "SyntaxError"],
])("an error of syntax %s is shown with its line", async (_, code, line, ename) => {
  const { run } = openNotebook();
  const { reply, traceback } = await run(code);
  expect(reply).toMatchObject({ ename, line });
  expect(traceback).toContain(`> ${line} | ${code.split("\n").at(-1)}`);
});

test("an error of syntax in an imported file names the file and line", async () => {
  const { run, folder } = openNotebook({ "bad.ts": "const a = 1;\nconst b: = 2;\n" });
  const { traceback } = await run("import './bad.ts'");
  expect(traceback).toContain(`at ${folder}/bad.ts:2`);
  expect(traceback).toContain("> 2 | const b: = 2;");
});

test("a stack that a cell prints itself speaks of its own lines", async () => {
  const { run } = openNotebook();
  expect((await run("interface A {\n a: 1 }\nconsole.log(new Error('seen').stack)")).stdout).toBe(
    "Error: seen\n    at cell 1:3:13\n",
  );
});
