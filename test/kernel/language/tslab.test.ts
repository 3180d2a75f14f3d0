import { expect, test } from "vitest";
import { openNotebook } from "./notebook.ts";

const files = {
  "lib.ts":
    "export const a = 1; export let b = 2; export default function def() { return 'def' } export type T = number; export interface I { i: number } export class K { k = 1 } export const enum CE { X = 7 } export enum E { A = 3 } export namespace NS { export namespace Inner { export const r = 10 } } export abstract class Abs { abstract f(): number; g() { return this.f() + 1 } }",
  "equals.cts": "class Equals { n = 5 } export = Equals;",
};

/** A title, the cells, and the value of the last one. */
type Case = [title: string, cells: string[], value: string];

const IMPORTS: Case[] = [
  ["a type-only import", ["import type { T, I } from './lib.ts'; const t: T = 1; t"], "1"],
  ["a type among values", ["import { type I, a } from './lib.ts'; const i: I = { i: a }; i.i"], "1"],
  [
    "a type that does not say so, also later",
    ["import { T, b } from './lib.ts'; const t: T = b", "const u: T = b; u"],
    "2",
  ],
  ["a default import, also later", ["import def from './lib.ts'", "def()"], "'def'"],
  ["a default import by its name", ["import { default as d, K } from './lib.ts'; [d(), new K().k]"], "[ 'def', 1 ]"],
  ["a namespace import, also later", ["import * as lib from './lib.ts'", "lib.NS.Inner.r"], "10"],
  ["an unused import, used later", ["import { a } from './lib.ts'", "a"], "1"],
  [
    "enums and const enums of a file, also later",
    ["import { CE, E } from './lib.ts'", "[CE.X, E.A, E[3]]"],
    "[ 7, 3, 'A' ]",
  ],
  ["an alias of a namespace's part", ["import { NS } from './lib.ts'; import In = NS.Inner; In.r"], "10"],
  [
    "an abstract class of a file",
    ["import { Abs } from './lib.ts'", "class Own extends Abs { f() { return 1 } } new Own().g()"],
    "2",
  ],
  ["export equals by default", ["import Equals from './equals.cts'; new Equals().n"], "5"],
  ["export equals by import equals", ["import Equals = require('./equals.cts'); new Equals().n"], "5"],
];

const EXPORTS: Case[] = [
  ["a default object", ["export default { a: 1 }"], "{ a: 1 }"],
  ["a default class, used later", ["export default class D { a = 1 }", "new D().a"], "1"],
  [
    "a default function, called before its place",
    ["const early = f(); export default function f() { return 2 }", "early"],
    "2",
  ],
  ["a named function, called before its place", ["const early = f(); export function f() { return 2 }", "early"], "2"],
  ["all of another module", ["export * from './lib.ts'; 1"], "1"],
  [
    "only types, with a value last",
    ["export type T = number; export interface I { a: T } const i: I = { a: 1 }; i.a"],
    "1",
  ],
  ["a list after the last expression", ["const a = 1; a; export { a as b }"], "1"],
];

const MERGED: Case[] = [
  ["a class and a namespace", ["class N { a = 1 } namespace N { export const z = 2 } [new N().a, N.z]"], "[ 1, 2 ]"],
  [
    "a function and a namespace",
    ["function N() { return 1 } namespace N { export const z = 2 } [N(), N.z]"],
    "[ 1, 2 ]",
  ],
  ["an enum and a namespace", ["enum N { A } namespace N { export const z = 2 } [N.A, N.z]"], "[ 0, 2 ]"],
  [
    "parts of a namespace that refer to each other",
    ["namespace N { export const a = 1 } namespace N { export const b = a + 1 }", "N.a + N.b"],
    "3",
  ],
  ["parts of an enum", ["enum E { A = 1 } enum E { B = 2 } [E.A, E.B]"], "[ 1, 2 ]"],
  [
    "interfaces, used later",
    ["interface I { a: number } interface I { b: number }", "const i: I = { a: 1, b: 2 }; i.b"],
    "2",
  ],
  ["a class and an interface", ["interface C { x: number } class C { constructor() { this.x = 4 } } new C().x"], "4"],
  [
    "nothing across cells: an enum is replaced",
    ["enum E { A = 1 }", "enum E { B = 2 }", "Object.keys(E)"],
    "[ '2', 'B' ]",
  ],
];

const TEXT: Case[] = [
  ["lines that end as on Windows", ["let a = 1;\r\nlet b = 2;\r\na + b\r\n"], "3"],
  ["a byte order mark", ["\uFEFFlet a = 1; a"], "1"],
  ["names beyond ASCII", ["const café = 1, 変数 = 2, \\u0061b = 3, 𝒳 = 4; [café, 変数, ab, 𝒳]"], "[ 1, 2, 3, 4 ]"],
  ["a regular expression that is no division", ["/a/g.test('a')"], "true"],
  ["a bracket first", ["let a = 5", "(a)"], "5"],
  ["no semicolons", ["let a = () => 1\nfunction f() { return a() }\nf()"], "1"],
  ["a template after a line without a semicolon", ["let a = 1\n;`t`"], "'t'"],
  [
    "names that are keywords elsewhere",
    ["let async = 1, of = 2, get = 3, type = 4, as = 5\ntype\n= 6; [async, of, get, type, as]"],
    "[ 1, 2, 3, 6, 5 ]",
  ],
  ["a directive", ["'use strict'; 1"], "1"],
  ["a long line", [`'${"x".repeat(100_000)}'.length`], "100000"],
  ["a type behind the last expression", ["8\ntype T = number"], "8"],
  ["only semicolons behind the last expression", ["8;;;"], "8"],
];

const RUN: Case[] = [
  [
    "async generators",
    ["async function* g() { yield 1; yield 2 } const got: number[] = []; for await (const x of g()) got.push(x); got"],
    "[ 1, 2 ]",
  ],
  [
    "await in every position",
    [
      "const o = { [await 'k']: await 1 }; const [p = await 2] = []; let q = 0; if (await true) q = await 3; for (let i = await 0; i < (await 1); i++) await i; [o, p, q, `${await 4}`]",
    ],
    "[ { k: 1 }, 2, 3, '4' ]",
  ],
  [
    "nested patterns",
    ["const { a: { b: [c, { d = 5 } = {}] }, ...r } = { a: { b: [1] }, x: 1 } as any; [c, d, r]"],
    "[ 1, 5, { x: 1 } ]",
  ],
  [
    "patterns that assign",
    ["let a: any, b: any", "[a, b] = [1, 2]; ({ a, x: b = 3 } = { a: 4 } as any); [a, b]"],
    "[ 4, 3 ]",
  ],
  [
    "closures of each turn of a loop",
    ["const fs: (() => number)[] = []; for (let i = 0; i < 3; i++) fs.push(() => i); fs.map((f) => f())"],
    "[ 0, 1, 2 ]",
  ],
  ["labels", ["a: { break a } b: for (const q of [1, 2]) { for (;;) continue b } 1"], "1"],
  [
    "private names, accessors and static blocks",
    [
      "class P { #p = 1; static s: number; static { this.s = 5 } get p() { return this.#p } set p(v) { this.#p = v } } const p = new P(); p.p = 2; [p.p, P.s]",
    ],
    "[ 2, 5 ]",
  ],
  [
    "a class that extends an earlier one",
    [
      "abstract class A { abstract f(): number; g() { return this.f() } }",
      "class B extends A { f() { return 3 } }",
      "new B().g()",
    ],
    "3",
  ],
  [
    "generic arrow functions and satisfies",
    ["const f = <T,>(x: T): T => x; f({ a: 1 } satisfies Record<string, number>).a"],
    "1",
  ],
  ["what is only declared", ["declare const gone: number; declare function f(): void; 1"], "1"],
  [
    "names of globals",
    ["let event = 1, status = 2, fetch = 3; [event, status, fetch]", "[event, status, fetch]"],
    "[ 1, 2, 3 ]",
  ],
  [
    "overloads that are exported",
    [
      "export function f(a: string): string; export function f(a: number): number; export function f(a: any) { return a }",
      "f(3)",
    ],
    "3",
  ],
];

for (const typecheck of ["on", "off"] as const) {
  test.each([
    ["imports", IMPORTS],
    ["exports", EXPORTS],
    ["merges", MERGED],
    ["reads", TEXT],
    ["runs", RUN],
  ] as const)(`a notebook %s what tslab's can, types ${typecheck}`, async (_, cases) => {
    const { run } = openNotebook(files, { typecheck });
    for (const [title, cells, value] of cases) {
      let last = await run(cells[0] ?? "");
      for (const cell of cells.slice(1)) last = await run(cell);
      expect([title, last.traceback, last.value]).toEqual([title, "", value]);
    }
  });
}

test.each(["return 1", "yield 1", "new.target", "let a = 1;\n<!-- b"])(
  "%j is refused, as in a module",
  async (code) => {
    const { run } = openNotebook();
    expect((await run(code)).reply).toMatchObject({ status: "error", ename: "SyntaxError" });
  },
);
