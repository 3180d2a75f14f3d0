import { expect, test } from "vitest";
import { openNotebook } from "./notebook.ts";

const refusal = { status: "error", ename: "TypeError", evalue: "Assignment to constant variable: 'x'" };

test.each([
  "x = 2",
  "x += 2",
  "x++",
  "--x",
  "x &&= 2",
  "(x) = 2",
  "[x] = [2]",
  "[, ...x] = [2]",
  "({ x } = { x: 2 })",
  "({ x = 3 } = {})",
  "({ a: { b: x } } = { a: { b: 2 } })",
  "({ ...x } = {})",
  "for (x of [2]);",
  "for (x in { a: 2 });",
  "for ([x] of [[2]]);",
  "for (x = 0; x < 1;);",
  "(() => x = 2)()",
  "(function () { { let y; x = 2 } })()",
  "class A { static { x = 2 } }",
  "if (true) { x = 2; let y = 1 }",
  "{ function f() { x = 2 } f() }",
  "((y = x = 2) => y)()",
])("%s is refused of a constant, in its own cell and in a later one", async (code) => {
  const { run } = openNotebook();
  expect((await run(`const x: any = 1;\n${code}`)).reply).toMatchObject({ ...refusal, line: 2 });
  expect((await run(`\n\n${code}`)).reply).toMatchObject({ ...refusal, line: 3 });
  expect((await run("x")).value).toBe("1");
});

test.each([
  ["a parameter", "((x: number) => (x = 2))(1)", "2"],
  ["a pattern's parameter", "(({ x = 0 }) => (x += 2))({})", "2"],
  ["a variable of a block", "let r; { let x = 1; x = 2; r = x } r", "2"],
  ["a variable of a function", "(function () { if (true) { var x = 1 } x = 2; return x })()", "2"],
  ["a function's own function", "(() => { x = (() => 2) as any; function x() {} return (x as any)() })()", "2"],
  ["a loop's variable", "let r; for (let x = 0; x < 2; x++) r = x; r", "1"],
  ["a caught error", "let r; try { throw 1 } catch (x) { x = 2; r = x } r", "2"],
  ["a property", "const o = { x: 1 }; o.x = 2; ({ a: o.x } = { a: 3 }); o.x", "3"],
  ["a switch's variable", "let r; switch (1) { default: let x = 1; x = 2; r = x } r", "2"],
])("%s of a constant's name may be assigned", async (_, code, value) => {
  const { run } = openNotebook();
  await run("const x = 'constant'");
  expect(await run(code)).toMatchObject({ value, traceback: "" });
  expect((await run("x")).value).toBe("'constant'");
});

test("what is not assigned after all is not refused, and what is refused has been computed", async () => {
  const { run } = openNotebook();
  await run("const x: any = 1; let seen = 0");
  expect((await run("x ??= 2; x ||= 3; x")).value).toBe("1");
  expect((await run("try { x = ++seen } catch {} seen")).value).toBe("1");
});

test("destructured constants, what a cell is using and copied imports are constant, too", async () => {
  const { run } = openNotebook({ "x.ts": "export const x = 1;" });
  await run("const [{ x }] = [{ x: 1 }]");
  expect((await run("x = 2")).reply).toMatchObject(refusal);
  await run("using x = null");
  expect((await run("x = 2")).reply).toMatchObject(refusal);
  await run("let x = 1");
  await run("import { x } from './x.ts'");
  expect((await run("x = 2")).reply).toMatchObject(refusal);
});

test("a constant may be declared again, and is then what the last cell declared", async () => {
  const { run } = openNotebook();
  await run("const x = 1");
  expect((await run("const x = 2; x")).value).toBe("2");
  expect((await run("let x = 3; x = 4; x")).value).toBe("4");
  expect((await run("x = 5; x")).value).toBe("5");
});

test("the refusal shows the line once, without frames that the cell does not have", async () => {
  const { run } = openNotebook();
  await run("const x: any = 1");
  expect((await run("// why\nx = 2")).traceback).toBe(
    [
      "TypeError: Assignment to constant variable: 'x'",
      "  at cell 2, line 2",
      "  1 | // why",
      "> 2 | x = 2",
      "    | ^",
    ].join("\n"),
  );
});
