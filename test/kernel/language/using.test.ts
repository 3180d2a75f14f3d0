import { expect, test } from "vitest";
import { openNotebook } from "./notebook.ts";

/** Declares `open(name)`, whose result logs that it is disposed, now or after a tick, and may fail to be. */
const OPEN = `
  const log: string[] = [];
  function open(name: string, fails = false) {
    return { name, [Symbol.dispose]() { log.push(name); if (fails) throw new Error("cannot close " + name); } };
  }
  function openAsync(name: string) {
    return { name, async [Symbol.asyncDispose]() { await 1; log.push(name); } };
  }`;

test.each(["on", "off"] as const)(
  "what a cell is using is disposed at its end, last first, types %s",
  async (typecheck) => {
    const { run } = openNotebook({}, { typecheck });
    await run(OPEN);
    const { value, stdout, traceback } = await run(
      "using a = open('a'), b = open('b');\nawait using c = openAsync('c');\nusing nothing = null;\nconsole.log(log.length, c.name);\na.name",
    );
    expect([traceback, stdout, value]).toEqual(["", "0 c\n", "'a'"]);
    expect((await run("[log, a.name, b.name, c.name, nothing]")).value).toBe(
      "[ [ 'c', 'b', 'a' ], 'a', 'b', 'c', null ]",
    );
  },
);

test("what a cell declares after a using stays, and everything keeps its name", async () => {
  const { run } = openNotebook();
  await run(OPEN);
  const { traceback } = await run(`
    const before = early();
    using file = open('file');
    let n = 1, unset; const { a, ...rest } = { a: 2, b: 3, c: 4 };
    const arrow = () => ++n; class Thing {} var old = 5; enum E { A }
    export const shown = 6; export function late() { return n }
    function early() { return 'early' }
    arrow();
    for (using inner of [open('inner')]) ;
    export class Last {}`);
  expect(traceback).toBe("");
  expect((await run("JSON.stringify([before, n, unset, a, rest, arrow.name, Thing.name, old, E.A])")).value).toBe(
    `'["early",2,null,2,{"b":3,"c":4},"arrow","Thing",5,0]'`,
  );
  expect((await run("JSON.stringify([shown, late(), Last.name, log])")).value).toBe(`'[6,2,"Last",["inner","file"]]'`);
  expect((await run("arrow(); n")).value).toBe("3");
  expect((await run("const n = 'again'; late()")).value).toBe("'again'");
  expect((await run("using file = open('second'); file.name")).value).toBe("'second'");
});

test("a cell that fails disposes what it is using, and its error is the one that is shown", async () => {
  const { run } = openNotebook();
  await run(OPEN);
  const { reply } = await run("using a = open('a');\nusing b = open('b');\nthrow new RangeError('body')");
  expect(reply).toMatchObject({ ename: "RangeError", evalue: "body", line: 3 });
  expect((await run("log")).value).toBe("[ 'b', 'a' ]");
});

test("an error while disposing fails the cell, and holds back the error of the cell itself", async () => {
  const { run } = openNotebook();
  await run(OPEN);
  expect((await run("using a = open('a', true); 1")).reply).toMatchObject({ ename: "Error", evalue: "cannot close a" });
  const { reply, traceback } = await run("using a = open('a', true);\nthrow new RangeError('body')");
  expect(reply).toMatchObject({ ename: "SuppressedError" });
  expect(traceback).toMatch(/cannot close a/);
  expect(traceback).toMatch(/RangeError: body/);
});

test("what cannot be disposed is refused where it stands", async () => {
  const { run } = openNotebook();
  expect((await run("let n = 1;\nusing a = {} as Disposable;")).reply).toMatchObject({ ename: "TypeError", line: 2 });
});
