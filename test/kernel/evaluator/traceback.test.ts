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

test("a message of millions of characters is cut, with a note of how much", async () => {
  const { run } = openNotebook();
  const { reply, traceback } = await run("throw new Error('x'.repeat(5_000_000))");
  expect(reply).toMatchObject({ evalue: expect.stringMatching(/^x{10000}… 4990000 more characters$/) });
  expect(traceback.length).toBeLessThan(20_000);
});

test.each([
  ["causes", "let e = new Error('0'); for (let i = 1; i < 5000; i++) e = new Error(String(i), { cause: e }); throw e"],
  ["gathered errors", "throw new AggregateError(Array.from({ length: 5000 }, (_, i) => new Error('e' + i)))"],
])("of thousands of %s the first are shown", async (_, code) => {
  const { run } = openNotebook();
  const { reply, traceback } = await run(code);
  expect(reply).toMatchObject({ ename: expect.stringMatching(/^(?:Aggregate)?Error$/), line: 1 });
  expect(traceback.match(/^(?:Caused by|Aggregates): (?:.* )?\w*\d+$/gm)?.length).toBe(19);
  expect(traceback).toMatch(/: … more errors$/);
});

test.each([
  [
    "a name that is no text",
    "const e: any = new Error('x'); e.name = Object.create(null); throw e",
    "[Object: null prototype] {}",
    "x",
  ],
  [
    "a message that throws",
    "const e = new Error('x'); Object.defineProperty(e, 'message', { get() { throw 1 } }); throw e",
    "Error",
    "undefined",
  ],
  [
    "a stack that throws",
    "const e = new Error('x'); Object.defineProperty(e, 'stack', { get() { throw 1 } }); throw e",
    "Error",
    "x",
  ],
  [
    "a property that throws",
    "const e = new Error('x'); Object.defineProperty(e, 'p', { enumerable: true, get() { throw 1 } }); throw e",
    "Error",
    "x",
  ],
  [
    "a value that cannot be inspected",
    "throw { a: 1, [Symbol.for('nodejs.util.inspect.custom')]() { throw 1 } }",
    "Thrown",
    expect.stringContaining("a: 1"),
  ],
])("what is thrown is told though it has %s", async (_, code, ename, evalue) => {
  const { run } = openNotebook();
  expect((await run(code)).reply).toMatchObject({ status: "error", ename, evalue });
});

test("an error of a timer and one behind an await show the line of the cell and of the imported file", async () => {
  const { run, folder } = openNotebook({
    "deep.ts": "interface Gone { a: 1 }\nexport async function deep() {\n  await 1;\n  throw new Error('deep');\n}\n",
  });
  const timer = await run("setTimeout(() => {\n  throw new Error('timer');\n}, 1);\nawait new Promise(() => {});");
  expect(timer.reply).toMatchObject({ evalue: "timer", line: 2 });
  const { traceback } = await run(
    "import { deep } from './deep.ts';\nasync function outer() {\n  await deep();\n}\nawait outer();",
  );
  expect(traceback.split("\n").filter((line) => line.startsWith("  at "))).toEqual([
    `  at deep (${folder}/deep.ts:4:9)`,
    "  at async outer (cell 2, line 3)",
    "  at async cell 2, line 5",
  ]);
});

test("an error of a worker shows the worker's file and hides Node's frames", async () => {
  const { run, folder } = openNotebook({ "worker.mjs": "\nthrow new RangeError('in worker');\n" });
  const { traceback, reply } = await run(
    "import { Worker } from 'node:worker_threads';\nconst worker = new Worker(new URL('./worker.mjs', import.meta.url));\nawait new Promise((_, reject) => worker.on('error', reject))",
  );
  expect(reply).toMatchObject({ ename: "RangeError", evalue: "in worker" });
  expect(traceback).toContain(`at ${folder}/worker.mjs:2:7\n`);
  expect(traceback).not.toContain("node:");
});

test("errors of disposing and those that they hold back are shown below the error", async () => {
  const { run } = openNotebook();
  const { traceback } = await run(
    "using a = { [Symbol.dispose]() { throw new Error('closing') } };\nthrow new RangeError('body')",
  );
  expect(traceback).toMatch(/^SuppressedError: [^]*\nDisposing: Error: closing\n[^]*\nSuppressed: RangeError: body\n/);
});

test("a cell that replaced the way stacks are written still gets its own lines", async () => {
  const { run } = openNotebook();
  await run("Error.prepareStackTrace = undefined");
  const { traceback } = await run("\n\nthrow new Error('after')");
  expect(traceback).toBe(
    "Error: after\n  at cell 2, line 3\n  1 | \n  2 | \n> 3 | throw new Error('after')\n    |       ^",
  );
});

test("a function in a cell's last expression has its frame, under no name of the kernel's", async () => {
  const { run } = openNotebook();
  const code =
    "const give = (f: () => void, _: unknown) => f();\ngive(() => {\n  throw new Error('within');\n}, { n: { min: 0 } })";
  const { traceback } = await run(code);
  expect(traceback).toContain("> 3 |   throw new Error('within');");
  expect(traceback).not.toContain("__notebook");
});
