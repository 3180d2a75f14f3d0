import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openSession } from "./session.ts";

test("members are completed with their kind and signature, and what has been typed is replaced", async () => {
  const { complete } = openSession();
  const { matches, replaced } = await complete("const list = [1];\nlist.fin‸");
  expect(replaced).toBe("fin");
  expect(matches.map(({ text }) => text)).toEqual(["find", "findIndex", "findLast", "findLastIndex"]);
  expect(matches[1]).toEqual({
    text: "findIndex",
    type: "method",
    signature: expect.stringMatching(/^\(method\) Array<number>\.findIndex\(predicate: .*\): number$/),
  });
});

test("members are completed behind their dot, names that need brackets in its place", async () => {
  const { complete } = openSession();
  const { texts, replaced } = await complete("const list = [1];\nlist.‸");
  expect(replaced).toBe("");
  expect(texts).toContain("at");
  expect(texts.filter((text) => text.startsWith("."))).toEqual([]);
  const spoken = await complete("const counts = { 'in channels': 1, 'out channels': 2 };\ncounts.‸");
  expect([spoken.texts, spoken.replaced]).toEqual([['["in channels"]', '["out channels"]'], "."]);
});

test("what earlier cells declared and imported is completed, also where types are not checked, and only its latest form", async () => {
  const { keep, complete } = openSession();
  keep(
    "let shadeCount = 1; function shadeOf() {} class ShadeBox {} enum ShadeKind { Dark } import * as path from 'node:path'",
  );
  keep("const shadeCount = { deep: 'text' }");
  expect((await complete("shade‸")).texts).toEqual(["shadeCount", "shadeOf"]);
  expect((await complete("new Shade‸")).texts).toEqual(["ShadeBox", "ShadeKind"]);
  expect((await complete("shadeCount.deep.toUpper‸")).texts).toEqual(["toUpperCase"]);
  expect((await complete("ShadeKind.‸")).texts).toEqual(["Dark"]);
  expect((await complete("path.base‸")).texts).toEqual(["basename"]);
});

test("what earlier cells left is told by its kind", async () => {
  const { keep, complete } = openSession();
  keep(
    "function shadeA() {} class shadeB {} enum shadeC {} namespace shadeD { export const z = 1 } import * as shadeE from 'node:path'",
  );
  keep("const shadeF = (n: number) => n; let shadeG = 1; interface shadeH {}");
  const { matches } = await complete("let x: typeof shade‸");
  expect(matches.map(({ text, type }) => `${text} ${type}`)).toEqual([
    "shadeA function",
    "shadeB class",
    "shadeC enum",
    "shadeD module",
    "shadeE module",
    "shadeF function",
    "shadeG variable",
  ]);
});

test("modules, local files, names of exports and strings that a type allows are completed", async () => {
  const { complete, folder } = openSession({ "local/half.ts": "export const half = 1; export const halve = 2;" });
  expect((await complete("import fs from 'node:dns‸'")).texts).toEqual(["node:dns", "node:dns/promises"]);
  expect((await complete("import x from './local/‸'")).texts).toEqual(["half.ts"]);
  expect((await complete("import { hal‸ } from './local/half.ts'")).texts).toEqual(["half", "halve"]);
  const { texts, replaced } = await complete("const other: 'same' | 'valid' = 'va‸");
  expect([texts, replaced]).toEqual([["valid"], "va"]);
  const literal = await complete("declare function pad(mode: 'same' | 'valid'): void; pad('‸')");
  expect(literal.texts).toEqual(["same", "valid"]);
  writeFileSync(join(folder, "late.ts"), "");
  expect((await complete("import x from './la‸'")).texts).toEqual(["late.ts"]);
});

test.each(["display", "clearOutput", "structuredClone", "require"])("the global %s is completed", async (name) => {
  const { complete } = openSession();
  expect((await complete(`${name.slice(0, -1)}‸`)).texts).toContain(name);
});

test("no name of the kernel's own shows, nothing that would have to be imported, and nothing in the midst of nothing", async () => {
  const { check, complete } = openSession();
  await check("let x = 1");
  await check("x + 1");
  for (const code of ["‸", "x; __‸", "notebook‸", "import y from './‸'", "import y from '‸'", "import {‸ } from './"]) {
    expect(
      (await complete(code)).texts.filter((text) => /__cells|__notebook|notebook-cell|notebook-globals/.test(text)),
    ).toEqual([]);
  }
  expect((await complete("readFileSyn‸")).texts).toEqual([]);
  expect((await complete("'just a text‸'")).texts).toEqual([]);
});

test("globals that Node has come before those that only browsers have", async () => {
  const { complete } = openSession();
  const { texts } = await complete("st‸");
  const [node, browser] = [texts.indexOf("structuredClone"), texts.indexOf("status")];
  expect(node).toBeGreaterThan(-1);
  expect(browser).toBeGreaterThan(node);
});

test("a property of what may be missing is completed with a question mark", async () => {
  const { complete } = openSession();
  const { texts, replaced } = await complete("let a: { name: string } | undefined = JSON.parse('1'); a.na‸");
  expect([texts, replaced]).toEqual([["?.name"], ".na"]);
});

test("code that is far from whole is completed, and surrogate pairs count as TypeScript counts them", async () => {
  const { complete } = openSession();
  expect((await complete("function f(a: number) {\n  if (a.toFi‸")).texts).toEqual(["toFixed"]);
  expect((await complete("const s = '😀'; s.normal‸")).texts).toEqual(["normalize"]);
  expect((await complete("const s = 'x';\r\ns.normal‸\r\n1")).texts).toEqual(["normalize"]);
});

test("completions that are asked for at once do not disturb each other, nor a check", async () => {
  const { complete, check } = openSession();
  const all = await Promise.all([
    complete("Math.ab‸"),
    check("let n: number = 'a'"),
    complete("JSON.pars‸"),
    check("1 + 1"),
  ]);
  expect(all.map((one) => (Array.isArray(one) ? one.length : one.texts))).toEqual([["abs"], 1, ["parse"], 0]);
});
