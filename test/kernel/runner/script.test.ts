import { mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { run, start, temporary } from "./sepconv.ts";

function script(source: string) {
  const folder = temporary();
  mkdirSync(join(folder, "sub"));
  writeFileSync(join(folder, "sub", "part.ts"), "export const part: string = 'part';");
  writeFileSync(join(folder, "sub", "main.ts"), source);
  return folder;
}

test("a script runs in its own folder with imports, top-level await and import.meta", async () => {
  const folder = script(`import { part } from "./part.ts";
const later: string = await Promise.resolve("later");
console.log(part, later, typeof import.meta.url);
console.error("to stderr");
process.exitCode = 0;
42`);
  expect(await run(["sub/main.ts"], folder)).toEqual({ code: 0, stdout: "part later string\n", stderr: "to stderr\n" });
});

test("a script knows its own file, in import.meta, process.argv and stacks", async () => {
  const folder = script(`import { part } from "./part.ts";
const { url, filename, dirname, main } = import.meta;
console.log(JSON.stringify({ part, url, filename, dirname, main, argv: process.argv.slice(1) }));
console.log(new Error("here").stack);`);
  const filename = join(realpathSync(folder), "sub", "main.ts");
  const { stdout, stderr } = await run(["sub/main.ts"], folder);
  const [known = "", ...stack] = stdout.trimEnd().split("\n");
  expect(stderr).toBe("");
  expect(JSON.parse(known)).toEqual({
    part: "part",
    url: pathToFileURL(filename).href,
    filename,
    dirname: dirname(filename),
    main: true,
    argv: [filename],
  });
  expect(stack).toEqual(["Error: here", `    at ${filename}:4:13`]);
});

test("what a script displays is shown as text, or named where it has none", async () => {
  const shown = (data: object) => `display({ [Symbol.for("Jupyter.display")]: () => (${JSON.stringify(data)}) });\n`;
  const folder = script(
    shown({ "text/plain": "a figure", "text/html": "<b>" }) + shown({ "image/png": "iVBORw0KGgo=" }),
  );
  const { code, stdout } = await run(["sub/main.ts"], folder);
  expect({ code, stdout }).toEqual({ code: 0, stdout: "a figure\n[image/png]\n" });
});

test("a page that a script asks for is shown, as there is no pager", async () => {
  const { code, stdout } = await run(["sub/main.ts"], script("/** Adds up. */\nconst add = 1;\nadd?\n%time?"));
  expect(code).toBe(0);
  expect(stdout).toMatch(/Adds up\.[^]*%time STATEMENT/);
});

test("a script's output comes while it runs", async () => {
  const folder = script("console.log('first');\nawait new Promise(() => setInterval(() => {}, 1000));");
  const { child, ended } = start(["run", "sub/main.ts"], folder);
  await new Promise<void>((resolve) => child.stdout.once("data", () => resolve()));
  child.kill("SIGTERM");
  expect(await ended).toMatchObject({ code: 1, stdout: "first\n" });
});

test("a script that fails gives its file, line and traceback, and exit code 1", async () => {
  const folder = script("const fine: number = 1;\n\nthrow new RangeError(`not ${fine}`);\n");
  const { code, stderr } = await run(["sub/main.ts"], folder);
  expect(code).toBe(1);
  expect(stderr).toContain("sub/main.ts, line 3 failed:\nRangeError: not 1");
  expect(stderr).toContain(`  at ${join(realpathSync(folder), "sub", "main.ts")}:3:7`);
  expect(stderr).toContain("> 3 | throw new RangeError");
});

test("a type error stops a script before it runs, unless checks are off", async () => {
  const folder = script("console.log('ran');\nconst wrong: number = 'text';\n");
  const { code, stdout, stderr } = await run(["sub/main.ts"], folder);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toContain(`  at ${join(realpathSync(folder), "sub", "main.ts")}:2:7`);
  expect(stderr).toContain("2322");
  expect(await run(["sub/main.ts", "--typecheck", "off"], folder)).toMatchObject({ code: 0, stdout: "ran\n" });
});

test.each([
  ["what it began without awaiting", "setTimeout(() => console.log('later'), 200);", 0, "later\n"],
  ["process.exitCode", "process.exitCode = 4;", 4, ""],
  ["process.exit", "console.log('last'); process.exit(3);", 3, "last\n"],
  ["process.exit as success", "process.exit(0);", 0, ""],
  ["a later error", "setTimeout(() => { throw new Error('late'); }, 200); setInterval(() => {}, 50);", 1, ""],
])("a script ends as under Node, by %s", async (_, source, code, stdout) => {
  const ended = await run(["sub/main.ts"], script(source));
  expect(ended).toMatchObject({ code, stdout });
  const told = stripVTControlCharacters(ended.stderr);
  expect(told.split("\n")[0]).toBe(source.includes("throw") ? "Error: late" : "");
  expect(told).not.toContain("EvaluatorExit");
});

test("a script that goes on after its last line can be stopped", async () => {
  const { child, ended } = start(["run", "sub/main.ts"], script("setInterval(() => console.log('tick'), 20);"));
  await new Promise<void>((resolve) => child.stdout.once("data", () => resolve()));
  child.kill("SIGTERM");
  expect((await ended).code).toBe(1);
});

test("a script that asks reads the lines of its stdin, and is told when there are no more", async () => {
  const folder = script(`const size = prompt("size? ");
const sizes = [size, await input("again? ")];
console.log(sizes, confirm("sure?"));
await input("more? ");`);
  const { code, stdout, stderr } = await start(["run", "sub/main.ts"], folder, "3\n4\nyes\n").ended;
  expect(stdout).toBe("size? again? sure? [y/N][ '3', '4' ] true\nmore? ");
  expect(stderr).toContain("stdin has ended before an answer came");
  expect(code).toBe(1);
});
