import { utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { openNotebook } from "../language/notebook.ts";

const files = {
  "node_modules/cjs/package.json": '{ "name": "cjs", "main": "main.js" }',
  "node_modules/cjs/main.js": "const all = { a: 1 }; for (const name of ['made']) all[name] = 2; module.exports = all;",
  "node_modules/babel/package.json": '{ "name": "babel" }',
  "node_modules/babel/index.js":
    "Object.defineProperty(exports, '__esModule', { value: true }); exports.default = () => 'default'; exports.named = 'named';",
  "node_modules/esm/package.json":
    '{ "name": "esm", "type": "module", "exports": { ".": "./main.js", "./sub": "./sub.js" } }',
  "node_modules/esm/main.js":
    "export let count = 0; export const raise = () => { count++ }; export default class Thing {}",
  "node_modules/esm/sub.js": "export default 'sub';",
  "local/math.ts":
    "import { half } from './half';\nexport enum Unit { Metre = 'm' }\nexport namespace Deep { export const z = 1 }\nexport const quarter = (n: number): number => half(half(n));",
  "local/half.ts": "export const half = (n: number): number => n / 2;",
  "local/index.ts": "export default 'index';",
  "local/old.cts": "const five: number = 5; module.exports = { five };",
  "data.json": '{ "k": [1, 2] }',
};

test.each([
  [
    "a CommonJS package, also names that are made while it runs",
    "import cjs, { a, made } from 'cjs'; [cjs.a, a, made]",
    "[ 1, 1, 2 ]",
  ],
  [
    "a CommonJS package that was compiled from a module",
    "import call, { named } from 'babel'; [call(), named]",
    "[ 'default', 'named' ]",
  ],
  [
    "an ESM package and its subpath",
    "import Thing, { count } from 'esm'; import sub from 'esm/sub'; [Thing.name, count, sub]",
    "[ 'Thing', 0, 'sub' ]",
  ],
  ["a package as a namespace", "import * as all from 'esm'; Object.keys(all)", "[ 'count', 'default', 'raise' ]"],
  [
    "a builtin, with and without its scheme",
    "import { sep } from 'node:path'; import path from 'path'; sep === path.sep",
    "true",
  ],
  [
    "TypeScript with enums and namespaces",
    "import { Unit, Deep, quarter } from './local/math.ts'; [Unit.Metre, Deep.z, quarter(8)]",
    "[ 'm', 1, 2 ]",
  ],
  ["TypeScript by its JavaScript name", "import { half } from './local/half.js'; half(1)", "0.5"],
  ["TypeScript without an extension", "import { half } from './local/half'; half(1)", "0.5"],
  ["a folder's index", "import index from './local'; index", "'index'"],
  ["CommonJS TypeScript", "import { five } from './local/old.cts'; five", "5"],
  [
    "JSON, with and without its type",
    "import one from './data.json'; import two from './data.json' with { type: 'json' }; [one.k, two.k]",
    "[ [ 1, 2 ], [ 1, 2 ] ]",
  ],
  ["only for its effects", "import './local/half.ts'; 1", "1"],
  ["dynamically", "const { half } = await import('./local/half.ts'); (await import('esm')).count + half(2)", "1"],
  [
    "dynamically by a computed name, inside a function",
    "const load = (name: string) => import(name); (await load('cjs')).default.a",
    "1",
  ],
  ["with require", "require('cjs').made + require('./data.json').k[0]", "3"],
  [
    "what the folder lacks from the kernel's own installation",
    "import { conv2d } from 'sepconv'; import MagicString from 'magic-string'; [typeof conv2d, typeof MagicString]",
    "[ 'function', 'function' ]",
  ],
])("a cell can import %s", async (_, code, value) => {
  const { run } = openNotebook(files);
  expect(await run(code)).toMatchObject({ value, traceback: "" });
});

test("a cell can import by path and by URL", async () => {
  const { run, folder } = openNotebook(files);
  const path = join(folder, "local/half.ts");
  for (const specifier of [path, pathToFileURL(path).href]) {
    expect((await run(`import { half } from ${JSON.stringify(specifier)}; half(4)`)).value).toBe("2");
  }
  expect((await run("import.meta.resolve('./local/half.ts')")).value).toBe(`'${pathToFileURL(path).href}'`);
});

test("an import stays what the module has now, also in later cells, and cannot be assigned", async () => {
  const { run } = openNotebook(files);
  await run("import { count, raise } from 'esm'; raise()");
  expect((await run("raise(); count")).value).toBe("2");
  expect((await run("count = 5")).reply).toMatchObject({
    ename: "TypeError",
    evalue: expect.stringContaining("constant"),
  });
});

test("a file that changed, or one that it imports, is read again by the next import", async () => {
  const { run, folder } = openNotebook(files);
  const change = (path: string, text: string, seconds: number) => {
    writeFileSync(join(folder, path), text);
    utimesSync(join(folder, path), new Date(), new Date(Date.now() + seconds * 1000));
  };
  expect((await run("import { quarter } from './local/math.ts'; quarter(8)")).value).toBe("2");
  change("local/half.ts", "export const half = (n: number) => n / 10;", 10);
  expect((await run("import { quarter } from './local/math.ts'; quarter(100)")).value).toBe("1");
  change("local/math.ts", "export const quarter = () => 'other';", 20);
  expect((await run("import { quarter } from './local/math.ts'; quarter()")).value).toBe("'other'");
});

test("a module that does not change is loaded once", async () => {
  const { run } = openNotebook({ "once.ts": "console.log('loaded'); export const one = {};" });
  const first = await run("import { one } from './once.ts'; const before = one;");
  const second = await run("import { one } from './once.ts'; before === one");
  expect([first.stdout, second.stdout, second.value]).toEqual(["loaded\n", "", "true"]);
});

test.each([
  ["a file", "import './missing.ts'", "missing.ts"],
  ["a package", "import 'no-such-package'", "no-such-package"],
  ["an export", "import { nothing } from 'esm'; nothing", "nothing"],
])("%s that is not there is an error of the cell that names it", async (_, code, name) => {
  const { run } = openNotebook(files);
  expect((await run(code)).reply).toMatchObject({ status: "error", evalue: expect.stringContaining(name), line: 1 });
});
