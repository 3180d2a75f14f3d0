import { expect, test } from "vitest";
import { openNotebook } from "./notebook.ts";

/** Each way to give the name `x` a value that no other way gives. */
const WAYS = {
  var: ["var x = 'var'; x", "'var'"],
  let: ["let x = 'let'; x", "'let'"],
  const: ["const x = 'const'; x", "'const'"],
  function: ["function x() { return 'function' } x()", "'function'"],
  class: ["class x { static kind = 'class' } x.kind", "'class'"],
  import: ["import { x } from './x.ts'; x", "'import'"],
  enum: ["enum x { kind = 'enum' } x.kind", "'enum'"],
  destructured: ["const { a: [x] } = { a: ['destructured'] }; x", "'destructured'"],
} as const;

const kinds = Object.keys(WAYS) as (keyof typeof WAYS)[];
const files = { "x.ts": "export const x = 'import';" };

test.each(["on", "off"] as const)(
  "a name can be declared again in every way after every other, types %s",
  async (typecheck) => {
    const { run } = openNotebook(files, { typecheck });
    for (const first of kinds) {
      for (const second of kinds) {
        for (const kind of [first, second]) {
          const { value, traceback } = await run(WAYS[kind][0]);
          expect(value, `${first}, then ${second}: ${traceback}`).toBe(WAYS[kind][1]);
        }
        expect((await run("typeof x")).value, `${second} stays after ${first}`).toMatch(/'(?:string|function|object)'/);
      }
    }
  },
  120_000,
);

test("functions of earlier cells see what a name holds now", async () => {
  const { run } = openNotebook();
  await run("let n = 1; function read() { return n } const arrow = () => n;");
  await run("n = 2");
  expect((await run("[read(), arrow()]")).value).toBe("[ 2, 2 ]");
  await run("const n = 'three'");
  expect((await run("[read(), arrow()]")).value).toBe("[ 'three', 'three' ]");
});

test("a function that is declared again is the one that earlier functions call", async () => {
  const { run } = openNotebook();
  await run("function inner() { return 'old' } function outer() { return inner() }");
  await run("function inner() { return 'new' }");
  expect((await run("outer()")).value).toBe("'new'");
});

test("var without a value keeps the value of an earlier cell", async () => {
  const { run } = openNotebook();
  await run("var total = 5");
  expect((await run("var total; total")).value).toBe("5");
});

test("a variable whose initialiser threw can be declared again", async () => {
  const { run } = openNotebook();
  expect((await run("const x = JSON.parse('{');")).reply.status).toBe("error");
  expect((await run("const x = JSON.parse('{}'); x")).value).toBe("{}");
});

test("declaring a name twice in one cell is an error of that cell", async () => {
  const { run } = openNotebook();
  expect((await run("let a = 1;\nlet a = 2;")).reply).toMatchObject({ status: "error", ename: "SyntaxError", line: 1 });
});
