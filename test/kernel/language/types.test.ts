import { execFileSync } from "node:child_process";
import { mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openNotebook } from "./notebook.ts";

const checked = { typecheck: "on" } as const;

test("a type error stops the cell before it runs and is shown in a frame of the cell's code", async () => {
  const { run } = openNotebook({}, checked);
  const { reply, traceback, stdout } = await run("console.log('ran');\nconst n: number = 'text';\nconsole.log(n);");
  expect(stdout).toBe("");
  expect(reply).toMatchObject({
    status: "error",
    ename: "TypeScriptError",
    evalue: "TS2322: Type 'string' is not assignable to type 'number'.",
    line: 2,
  });
  expect(traceback).toBe(
    [
      "TypeScriptError: TS2322: Type 'string' is not assignable to type 'number'.",
      "  at cell 1, line 2, column 7",
      "  1 | console.log('ran');",
      "> 2 | const n: number = 'text';",
      "    |       ^",
      "  3 | console.log(n);",
    ].join("\n"),
  );
});

test("all type errors of a cell are shown, in the order of its lines", async () => {
  const { run } = openNotebook({}, checked);
  const { traceback } = await run("'a'.foo;\n\n[1].bar;\nMath.baz;");
  expect(traceback.match(/TS\d+: Property '\w+'/g)).toEqual([
    "TS2339: Property 'foo'",
    "TS2339: Property 'bar'",
    "TS2339: Property 'baz'",
  ]);
  expect(traceback.match(/cell 1, line \d/g)).toEqual(["cell 1, line 1", "cell 1, line 3", "cell 1, line 4"]);
});

test("what a cell declares has its type in later cells", async () => {
  const { run } = openNotebook({}, checked);
  await run(`let count = 1; const word = "a"; interface Point { x: number } type Name = "a" | "b";
    function norm(p: Point) { return p.x } class Box<T> { constructor(public held: T) {} } enum Kind { One } namespace Deep { export const z = 1 }
    import * as path from "node:path"; import { EOL as end, type CpuInfo } from "node:os"; const { a: [inner] } = { a: [true] }; var old = 1n;`);
  const { value } = await run(
    `count = 2; const name: Name = word; [norm({ x: 3 }), new Box("h").held.length, Kind.One, Deep.z, path.sep, end, inner, old * 2n].join()`,
  );
  expect(value).toBe("'3,1,0,1,/,\\n,true,2'");
  for (const [code, number] of [
    ["count = 'a'", 2322],
    ["word = 'b'", 2588],
    ["norm({ y: 1 })", 2353],
    ["new Box(1).held.length", 2339],
    ["Kind.Two", 2339],
    ["path.seb", 2339],
    ["const c: CpuInfo = 5", 2322],
    ["inner.length", 2339],
  ] as const) {
    expect((await run(code)).reply).toMatchObject({
      ename: "TypeScriptError",
      evalue: expect.stringContaining(`TS${number}`),
    });
  }
});

test("declarations merge within a cell, and into modules and globals for later cells", async () => {
  const { run } = openNotebook({}, checked);
  await run(
    "interface P { x: number } interface P { y: number } function f() { return 1 } namespace f { export const v = 2 }",
  );
  expect((await run("const p: P = { x: 1, y: 2 }; p.x + f() + f.v")).value).toBe("4");
  await run("declare global { interface Array<T> { odd?: T } }");
  await run("declare module 'node:path' { interface ParsedPath { mine?: number } }");
  const { value } = await run(
    "import { parse } from 'node:path'; [[1].odd?.toFixed(), parse('a').mine?.toFixed()].length",
  );
  expect(value).toBe("2");
});

test("a type error of a file of the user's stops the cells that import it, until it is mended", async () => {
  const { run, folder } = openNotebook(
    {
      "whole.ts": 'export { n } from "./part.ts";',
      "part.ts": "export const n: number = 1;\nexport const s: string = n;",
    },
    checked,
  );
  const { reply, traceback } = await run("import { n } from './whole.ts'; n");
  expect(reply).toMatchObject({ ename: "TypeScriptError", evalue: expect.stringContaining("TS2322") });
  expect(traceback).toMatch(/part\.ts:2:14\n.*\n.*export const s: string = n/);
  expect((await run("import { n } from './whole.ts'; n")).reply).toMatchObject({ ename: "TypeScriptError" });
  expect((await run("1 + 1")).value).toBe("2");
  writeFileSync(join(folder, "part.ts"), "export const n: number = 2;");
  expect((await run("import { n } from './whole.ts'; n")).value).toBe("2");
});

test("a namespace with a dotted name is known by its first part", async () => {
  const { run } = openNotebook({}, checked);
  await run("namespace Outer.Inner { export const z = 1; export interface T { q: number } }");
  expect((await run("import V = Outer.Inner; const t: V.T = { q: V.z }; t.q + Outer.Inner.z")).value).toBe("2");
});

test("a cell that was stopped leaves no types, one that ran replaces those of its names", async () => {
  const { run } = openNotebook({}, checked);
  await run("const x = 1");
  await run("const x: string = 2; const y = 1;");
  expect((await run("x.toFixed(1)")).value).toBe("'1.0'");
  expect((await run("y")).reply).toMatchObject({ evalue: expect.stringContaining("Cannot find name 'y'") });
  await run("const x = 'text'");
  expect((await run("x.toUpperCase()")).value).toBe("'TEXT'");
});

test("hints, unused names, and globals of Node, the browser and the kernel are no errors", async () => {
  const { run } = openNotebook({}, checked);
  const { reply, traceback } = await run(`import { EOL } from "node:os"; let unused; await 1;
    function f(anything) { return anything }
    process.argv; Buffer.from("a"); structuredClone({}); new URL("http://a.b"); fetch; Symbol.dispose;
    display(1).update(2); clearOutput({ wait: true }); setTimeout(() => {}, 1).unref(); undefined`);
  expect({ reply, traceback }).toEqual({ reply: { status: "ok" }, traceback: "" });
});

test.each([
  ["display(1).nothing", 2339],
  ["clearOutput({ soon: true })", 2353],
])("the kernel's globals are typed: %s", async (code, number) => {
  const { run } = openNotebook({}, checked);
  expect((await run(code)).reply).toMatchObject({ evalue: expect.stringContaining(`TS${number}`) });
});

test("with warnings, type errors are written to stderr and the cell runs", async () => {
  const { run } = openNotebook({}, { typecheck: "warn" });
  const { value, stderr } = await run("let n: number = 'text'; n");
  expect(value).toBe("'text'");
  expect(stderr).toContain("TS2322");
  expect((await run("n.toFixed")).stderr).toBe("");
});

test("without checks, type errors do not matter", async () => {
  const { run } = openNotebook();
  expect(await run("let n: number = 'text'; n")).toMatchObject({ value: "'text'", stderr: "" });
});

test("types come from packages and from files beside the notebook, and follow a file that changes", async () => {
  const { run, folder } = openNotebook(
    {
      "lib/a.ts": 'export { b } from "./b";\nexport const a: number = 1;',
      "lib/b.ts": "export const b: number = 1;",
      "data.json": '{ "k": [1, 2] }',
      "node_modules/typed/package.json":
        '{ "name": "typed", "type": "module", "exports": { ".": { "types": "./t.d.ts", "default": "./t.js" } } }',
      "node_modules/typed/t.d.ts": "export declare function twice(n: number): number;",
      "node_modules/typed/t.js": "export const twice = (n) => 2 * n;",
    },
    checked,
  );
  expect(
    (
      await run(
        'import { a, b } from "./lib/a.ts"; import { twice } from "typed"; import data from "./data.json"; twice(a + b) + data.k.length',
      )
    ).value,
  ).toBe("6");
  expect((await run("twice('a')")).reply).toMatchObject({ evalue: expect.stringContaining("TS2345") });
  const changed = join(folder, "lib/b.ts");
  writeFileSync(changed, "export const b: string = 'text';");
  utimesSync(changed, new Date(), new Date(Date.now() + 5000));
  expect((await run('import { b } from "./lib/a.ts"; b.toUpperCase()')).value).toBe("'TEXT'");
});

test("a package that is installed after it was missed is found", async () => {
  const { run, folder } = openNotebook({}, checked);
  expect((await run("import { late } from 'late'")).reply).toMatchObject({ evalue: expect.stringContaining("TS2307") });
  mkdirSync(join(folder, "node_modules/late"), { recursive: true });
  writeFileSync(
    join(folder, "node_modules/late/package.json"),
    '{ "name": "late", "types": "late.d.ts", "main": "late.js" }',
  );
  writeFileSync(join(folder, "node_modules/late/late.d.ts"), "export const late: number;");
  writeFileSync(join(folder, "node_modules/late/late.js"), "exports.late = 5;");
  expect((await run("import { late } from 'late'; late.toFixed()")).value).toBe("'5'");
});

test("the kernel's own package and its dependencies are typed in any folder", async () => {
  const { run } = openNotebook({}, checked);
  expect(
    (
      await run(
        'import { conv2d } from "sepconv"; import * as tf from "@tensorflow/tfjs"; [typeof conv2d, typeof tf.conv2d]',
      )
    ).value,
  ).toBe("[ 'function', 'function' ]");
  expect((await run("conv2d()")).reply).toMatchObject({ evalue: expect.stringContaining("TS2554") });
  expect((await run("tf.tensor(1).shap")).reply).toMatchObject({ evalue: expect.stringContaining("TS2551") });
});

test.each([
  ["of its folder", "tsconfig.json", "."],
  ["of a folder above", "tsconfig.json", "deep/notes"],
])("the tsconfig.json %s holds, with what cells need", async (_, path, sub) => {
  const outer = openNotebook({
    [path]:
      '{\n  // comments and commas are allowed\n  "include": ["src"],\n  "compilerOptions": { "noUncheckedIndexedAccess": true, "noUnusedLocals": true, "paths": { "own/*": ["./lib/*"] }, },\n}',
    "lib/thing.ts": "export const thing: number = 1;",
    "deep/notes/keep.txt": "",
  });
  const { run } = openNotebook({}, { ...checked, folder: join(outer.folder, sub) });
  expect((await run("const list: number[] = []; let unused: number = list[0]")).reply).toMatchObject({
    evalue: expect.stringContaining("TS2322"),
  });
  expect((await run("process.argv.length > 0")).value).toBe("true");
});

test("when the language server dies, cells run unchecked, and one notice says so", async () => {
  const { run } = openNotebook({}, checked);
  await run("1");
  const server = children(process.pid).find(({ command }) => command.includes("--lsp"));
  process.kill(server?.pid ?? 0, "SIGKILL");
  const { value, stderr } = await run("const n: number = 'text'; n");
  expect(value).toBe("'text'");
  expect(stderr).toMatch(/^Types are not checked.*SIGKILL/);
});

test("an interrupt while types are checked ends the cell, and the next one runs", async () => {
  const { run, interpreter } = openNotebook({}, checked);
  const first = run("console.log('ran'); 1");
  await Promise.resolve();
  interpreter.interrupt();
  const { reply, stdout } = await first;
  expect({ reply, stdout }).toMatchObject({ reply: { status: "error", ename: "Interrupted" }, stdout: "" });
  expect((await run("2")).value).toBe("2");
});

function children(parent: number): { pid: number; command: string }[] {
  const table = execFileSync("ps", ["-A", "-o", "pid=,ppid=,args="], { encoding: "utf8" });
  return table.split("\n").flatMap((line) => {
    const [, pid, ppid, command = ""] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return Number(ppid) === parent ? [{ pid: Number(pid), command }] : [];
  });
}
