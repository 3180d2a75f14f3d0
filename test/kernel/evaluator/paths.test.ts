import { utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folderWith, openNotebook } from "../language/notebook.ts";

const files = {
  "base.json": '{ "compilerOptions": { "paths": { "own/*": ["./missing/*", "./lib/*"], "exact": ["./lib/one.ts"] } } }',
  "tsconfig.json": '{\n  // comments and commas are allowed\n  "extends": "./base.json",\n}',
  "lib/one.ts": "export const one: number = 1;",
  "lib/two.ts": "import { one } from 'own/one';\nexport { one };\nexport const two: number = one + one;",
  "lib/deep/index.ts": "export default 'deep';",
  "node_modules/own/package.json": '{ "name": "own" }',
  "node_modules/own/index.js": "exports.packaged = true;",
  "notes/keep.txt": "",
};

test.each([
  ["by a pattern, with the first of its targets that is there", "import { two } from 'own/two'; two", "2"],
  ["with an extension", "import { two } from 'own/two.ts'; two", "2"],
  ["by its JavaScript name", "import { two } from 'own/two.js'; two", "2"],
  ["to a folder's index", "import deep from 'own/deep'; deep", "'deep'"],
  ["by a whole name", "import { one } from 'exact'; one", "1"],
  ["dynamically", "(await import('own/one')).one", "1"],
])("the paths of the nearest tsconfig.json lead %s, in the folder and below it", async (_, code, value) => {
  const folder = folderWith(files);
  for (const sub of [".", "notes"]) {
    const { run } = openNotebook({}, { folder: join(folder, sub) });
    expect(await run(code)).toMatchObject({ value, traceback: "" });
  }
});

test("what no path leads to is a package, or not found", async () => {
  const { run } = openNotebook(files);
  expect((await run("import { packaged } from 'own'; packaged")).value).toBe("true");
  expect((await run("import 'own/nothing'")).reply).toMatchObject({ evalue: expect.stringContaining("own/nothing") });
});

test("a file that was reached by a path is read again when it changed, also through another", async () => {
  const { run, folder } = openNotebook(files);
  expect((await run("import { two } from 'own/two'; two")).value).toBe("2");
  const file = join(folder, "lib/one.ts");
  writeFileSync(file, "export const one = 5;");
  utimesSync(file, new Date(), new Date(Date.now() + 10_000));
  expect((await run("import { two } from 'own/two'; two")).value).toBe("10");
});

test("a baseUrl of old leads to files beside packages", async () => {
  const { run } = openNotebook({
    "tsconfig.json": '{ "compilerOptions": { "baseUrl": "./src" } }',
    "src/one.ts": "export const one = 1;",
  });
  expect((await run("import { one } from 'one'; import { sep } from 'node:path'; one + sep.length")).value).toBe("2");
});

test.each(["{ not JSON", '{ "extends": "./missing.json" }'])(
  "a tsconfig.json that cannot be read, %s, stops no cell",
  async (text) => {
    const { run } = openNotebook({ "tsconfig.json": text }, { typecheck: "on" });
    expect(
      await run("import { sep } from 'path'; import { tidy } from '@tensorflow/tfjs'; sep + typeof tidy"),
    ).toMatchObject({
      value: "'/function'",
      stderr: "",
      traceback: "",
    });
  },
);
