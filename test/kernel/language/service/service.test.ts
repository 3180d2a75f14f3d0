import { mkdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openSession, servers } from "./session.ts";

const wrong = "const wrong: number = 'text'";
const complaint = ["2322: Type 'string' is not assignable to type 'number'."];

test("no process is started before it is needed, and one serves all", async () => {
  const { keep, check, complete, inspect } = openSession();
  keep("let x = 1");
  expect(servers()).toEqual([]);
  await complete("x.‸");
  const [first] = servers();
  await check("x + 1");
  await inspect("x‸");
  expect(servers()).toEqual([first]);
});

test("cells whose types were not checked when they ran are known when checks begin", async () => {
  const { keep, check } = openSession();
  keep("let x: number = 1; type Name = 'a' ");
  keep("const y = 'text'");
  expect(await check("const n: Name = 'a'; x.toFixed() + y.toUpperCase()")).toEqual([]);
  expect(await check("x = y")).toEqual(complaint);
});

test("a server that is killed is replaced, cells meanwhile run unchecked with one notice, and then all is known again", async () => {
  const { check, complete, inspect, outages } = openSession();
  await check("interface Point { x: number } let p: Point = { x: 1 }");
  for (const round of [1, 2]) {
    for (const pid of servers()) process.kill(pid, "SIGKILL");
    expect(await check(wrong)).toEqual([]);
    expect(await check(wrong)).toEqual([]);
    expect(outages).toHaveLength(round);
    expect(outages.at(-1)).toContain("SIGKILL");
    await expect.poll(() => check("p.x = 'text'"), { timeout: 20_000 }).toEqual(complaint);
    expect((await complete("p.‸")).texts).toEqual(["x"]);
    expect((await inspect("p‸"))?.["text/plain"]).toBe("let p: Point");
    expect(outages).toHaveLength(round);
  }
});

test("a server that dies while it is asked answers nothing", async () => {
  const { check, complete, inspect, outages } = openSession();
  await check("1");
  const answers = Promise.all([complete("Math.ab‸"), inspect("Math.abs‸"), check(wrong)]);
  for (const pid of servers()) process.kill(pid, "SIGKILL");
  const [completed, inspected, errors] = await answers;
  expect([completed.texts, inspected, errors]).toEqual([[], undefined, []]);
  expect(outages).toHaveLength(1);
});

test("after dispose no process is left, and none is started again", async () => {
  const { check, service } = openSession();
  await check("1");
  expect(servers()).toHaveLength(1);
  await service.dispose();
  await expect.poll(servers).toEqual([]);
});

test("what a cell adds for all cells holds from then on, also after others, and is replaced by its like", async () => {
  const { check } = openSession();
  const addition = "declare global { interface Array<T> { second(): T } }";
  expect(await check("[1].second()")).toEqual(["2339: Property 'second' does not exist on type 'number[]'."]);
  expect(await check(addition)).toEqual([]);
  expect(await check(addition)).toEqual([]);
  await check("let x = 1");
  expect(await check("[x].second().toFixed()")).toEqual([]);
});

test("a name that is a constant and a type is both in later cells", async () => {
  const { check } = openSession();
  await check("interface Box<T> { held: T } const Box = { of: <T>(held: T): Box<T> => ({ held }) }");
  expect(await check("const box: Box<number> = Box.of(1); box.held.toFixed()")).toEqual([]);
});

test("imports of earlier cells are known: default, namespace, renamed, types alone, and import equals", async () => {
  const { check } = openSession({
    "half.ts": "export default class Half {} export type Odd = 1 | 3; export const one = 1;",
  });
  await check(
    "import Half, { one as uno, type Odd } from './half.ts'; import type * as all from './half.ts'; import os = require('node:os');",
  );
  expect(
    await check("const odd: Odd = 3; const h: Half = new Half(); uno.toFixed(); os.EOL; let t: all.Odd = 1"),
  ).toEqual([]);
  expect(await check("uno.nothing")).toEqual(["2339: Property 'nothing' does not exist on type '1'."]);
  expect(await check("all.one")).toEqual([expect.stringMatching(/^1361: 'all' cannot be used as a value/)]);
});

test("a name that a cell declares itself hides the earlier one, wherever it is mentioned", async () => {
  const { check } = openSession();
  await check("const x = 1; function f() { return 'text' }");
  expect(
    await check("function g(x: string) { return x.toUpperCase() } g('a'); ({ x: 'b' }).x.at(0); f().at(0)"),
  ).toEqual([]);
  expect(await check("const { x } = { x: 'deep' }; x.toUpperCase()")).toEqual([]);
  expect(await check("x.toUpperCase()")).toEqual([]);
});

test("a failed import is looked up again when the cell is run again", async () => {
  const { check, folder } = openSession();
  for (let round = 0; round < 3; round++) expect(await check("import { late } from 'late'")).toHaveLength(1);
  mkdirSync(join(folder, "node_modules/late"), { recursive: true });
  writeFileSync(join(folder, "node_modules/late/package.json"), '{ "name": "late", "types": "late.d.ts" }');
  writeFileSync(join(folder, "node_modules/late/late.d.ts"), "export const late: number;");
  expect(await check("import { late } from 'late'")).toEqual([]);
});

test.each([
  ["of its folder", "tsconfig.json", "."],
  ["of a folder above", "tsconfig.json", "deep/notes"],
  ["that one extends", "base.json", "."],
])("the paths %s lead to types, and to a file's types when it has changed", async (_, path, sub) => {
  const { check, folder } = openSession(
    {
      [path]:
        '{ /* why */ "compilerOptions": { "strict": true, "paths": { "own/*": ["./lib/*"], "exact": ["./lib/one.ts"], }, } }',
      ...(path === "base.json" && { "tsconfig.json": '{ "extends": "./base.json" }' }),
      "lib/one.ts": "export const one: number = 1;",
      "deep/notes/keep.txt": "",
    },
    sub,
  );
  expect(await check("import { one } from 'own/one'; import { one as same } from 'exact'; one + same")).toEqual([]);
  expect(await check("one.nothing")).toEqual(["2339: Property 'nothing' does not exist on type 'number'."]);
  const file = join(folder, "lib/one.ts");
  writeFileSync(file, readFileSync(file, "utf8").replace("number = 1", "string = 'text'"));
  utimesSync(file, new Date(), new Date(Date.now() + 5000));
  expect(await check("import { one } from 'own/one'; one.toUpperCase()")).toEqual([]);
});

test("a baseUrl of old leads to types, beside packages", async () => {
  const { check } = openSession({
    "tsconfig.json": '{ "compilerOptions": { "baseUrl": "./src" } }',
    "src/one.ts": "export const one: number = 1;",
  });
  expect(await check("import { one } from 'one'; import * as path from 'node:path'; one.toFixed() + path.sep")).toEqual(
    [],
  );
});
