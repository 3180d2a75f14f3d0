import { SourceMap } from "node:module";
import { globSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { parseSync } from "oxc-parser";
import { expect, test } from "vitest";
import { MAGICS } from "../../../../kernel/language/magics/catalogue.ts";
import { readMagics } from "../../../../kernel/language/magics/read.ts";

const isTypeScript = (text: string): boolean =>
  parseSync("cell.ts", text, { sourceType: "module" }).errors.length === 0;

test.each([
  "a\n% b",
  "total\n  % rate",
  "`\n%who\n!ls\n`",
  "/*\n%who\n!ls\n*/",
  "`${\n1}\n%%html\n%install x\nname?\n`",
  "/**\n%%html\n%time f()\nname??\n*/",
  "f(\n!x\n)",
  "const o = {\n  a: 1\n}",
  "let x =\n!y",
  "!done",
  "!!done",
  "!(a && b)",
  "![].length",
  "!function () {}()",
  "!await f()",
  "!process.env.CI && f()",
  "const ready = true;\n!ready",
  "const ready = true;\n!ready &&\n  f()",
  "x ? 1 : 2",
  "x?\n1\n: 2",
  "x\n?a\n:b",
  "x?.y",
  "// %who\n// !ls",
  "if (a) {\n  !b\n}",
])("%j is TypeScript and stays as it is", (source) => {
  expect(isTypeScript(source)).toBe(true);
  const known = ["done", "y", "x"];
  expect(readMagics(source, known)).toEqual({ masked: source, code: source, actions: [], errors: [] });
});

test("a name that the notebook declares is never taken for a magic where TypeScript can read it", () => {
  expect(readMagics("total\n%time", ["time"]).code).toBe("total\n%time");
  expect(readMagics("total\n%time\n", []).errors).toHaveLength(1);
  expect(readMagics("!git", ["git"]).code).toBe("!git");
  expect(readMagics("!git status", ["git"]).code).toContain("shell");
});

test("no file of this project is taken to have magics", () => {
  const files = globSync(["{kernel,src,test,bench}/**/*.ts", "node_modules/typescript/lib/lib.*.d.ts"]);
  expect(files.length).toBeGreaterThan(200);
  for (const file of files) {
    const source = readFileSync(file, "utf8");
    expect(readMagics(source).masked === source, `${file}`).toBe(true);
  }
});

test.each([
  ["%who"],
  ["%who\n"],
  ["  !ls -la"],
  ["const a = 1\n%cd {a}\na"],
  ["%env A=1\r\n%env B=2\r\n5"],
  ["%time const x = f(\n  1,\n)"],
  ["%timeit -n 10 -r 3 f()"],
  ["!npm install \\\n  a-package\n1"],
  ["%%time\nconst a = 1;\na"],
  ["%%html\n<b>{</b>"],
  ["\n\n%%markdown\n# `"],
  ["%%writefile -a notes.txt\nit's\n"],
  ["name?"],
  ["?name.part"],
  ["%time?\nname??"],
  ["1\n%typecheck off\n2"],
])("what TypeScript sees of %j parses, and has every character that is left in its place", (source) => {
  const { masked, code, errors } = readMagics(source);
  expect(errors).toEqual([]);
  expect(masked).toHaveLength(source.length);
  const moved = [...masked].filter((character, offset) =>
    /[\r\n]/.test(source[offset]!)
      ? character !== source[offset]
      : !/[ ;[\],]/.test(character) && character !== source[offset],
  );
  expect(moved).toEqual([]);
  expect(isTypeScript(masked)).toBe(true);
  expect(isTypeScript(code), `${code}`).toBe(true);
});

test("any mixture of magics and code keeps its lines and columns", () => {
  const line = fc.constantFrom(
    "const a = 1",
    "f(",
    ")",
    "`",
    "a",
    "}",
    "if (a) {",
    "%who",
    "%time a",
    "%time const b = 2",
    "%timeit a",
    "!ls {a}",
    "!a",
    "a?",
    "  %cd x",
    "%nope",
    "// x",
    "",
  );
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 8 }), (lines) => {
      const source = lines.join("\n");
      const { masked } = readMagics(source);
      expect(masked.split("\n").map(({ length }) => length)).toEqual(lines.map(({ length }) => length));
    }),
  );
});

test.each([
  ["%time const x = f()", "const x = __notebook.magics.time(() => (f()))"],
  ["%time const x = await f()", "const x = await __notebook.magics.timeAwaited(async () => (await f()))"],
  ["%time f()", "await __notebook.magics.timeAwaited(() => (f()))"],
  ["%timeit -n 10 -r3 f()", 'await __notebook.magics.timeit({"loops":10,"runs":3}, () => (f()))'],
  ["%timeit -x", "await __notebook.magics.timeit({}, () => (-x))"],
  ["%timeit -x + 1", "await __notebook.magics.timeit({}, () => (-x + 1))"],
  ["%timeit f(); g(1)", "await __notebook.magics.timeit({}, () => {f(); g(1)});"],
  ["%time f(); await g();", "await __notebook.magics.timeAwaited(async () => {f(); return (await g());});"],
  ["%time f(); if (a) b()\nc", "await __notebook.magics.timeAwaited(() => {f(); if (a) b()});\nc"],
  ["!ls -la", 'await __notebook.magics.shell("ls -la");'],
  ["! ls", 'await __notebook.magics.shell(" ls");'],
  ["%%html\n<b>", 'await __notebook.magics.show({"text/html":"<b>","text/plain":"<b>"});'],
  ["%%writefile a b.txt\nx", 'await __notebook.magics.writeFile("a b.txt", "x\\n", false);'],
])("%j runs as %j", (source, code) => expect(readMagics(source).code).toBe(code));

test.each([
  ["!echo {x}", '"echo ", (x)'],
  ["!echo {x}{x} y", '"echo ", (x), (x), " y"'],
  ["!cat {x.map(n => `${n}`).join(' ')} z", '"cat ", (x.map(n => `${n}`).join(\' \')), " z"'],
  ["!echo ${x} {{x}} {nobody} {x,y} {}", '"echo ${x} {x} {nobody} {x,y} {}"'],
  ["!awk '{print $1}' f", "\"awk '{print $1}' f\""],
  ["!git show stash@{0}", '"git show stash@{0}"'],
  [`!curl -d '{"x": 1}'`, String.raw`"curl -d '{\"x\": 1}'"`],
])("in %j only expressions that name a variable are TypeScript", (source, parts) =>
  expect(readMagics(source, ["x"]).code).toBe(`await __notebook.magics.shell(${parts});`),
);

test("what runs leads back to the cell's own places", () => {
  const source = "const a = 1;\n%time const b = a.b.c\n  !echo {a.d} and {a.e}\n%%who";
  const { code, map } = readMagics(source.replace("\n%%who", ""));
  const back = new SourceMap(JSON.parse(map!));
  for (const text of ["a.b.c", "a.d", "a.e"]) {
    const at = (all: string) => {
      const before = all.slice(0, all.indexOf(text)).split("\n");
      return [before.length - 1, before.at(-1)!.length];
    };
    const { originalLine, originalColumn } = back.findEntry(...(at(code) as [number, number])) as Record<
      string,
      number
    >;
    expect([originalLine, originalColumn], `${text}`).toEqual(at(source));
  }
});

test("%who asks for the variables of earlier cells and of its own, and after %reset only for its own", () => {
  const asked = (source: string) =>
    [...readMagics(source, ["old"]).code.matchAll(/\["(\w+)", \(\) => \1\]/g)].map(([, name]) => name);
  expect(asked("const own = 1\n%who")).toEqual(["old", "own"]);
  expect(asked("%reset\nconst own = 1\n%who")).toEqual(["own"]);
});

test.each([
  ["%reset", [{ kind: "reset" }]],
  ["%reset -f\n1", [{ kind: "reset" }]],
  ["1\n%typecheck off", [{ kind: "typecheck", mode: "off" }]],
  ["%typecheck", [{ kind: "typecheck" }]],
  ["%install a @b/c", [{ kind: "install", javascript: 'await __notebook.magics.install("a @b/c")' }]],
  ["name?", [{ kind: "inspect", code: "name", detail: 0 }]],
  ["?tf.conv2d", [{ kind: "inspect", code: "tf.conv2d", detail: 0 }]],
  ["name??", [{ kind: "inspect", code: "name", detail: 1 }]],
  ["1\n name?", [{ kind: "inspect", code: "1\n name", detail: 0 }]],
])("the interpreter does %j itself", (source, actions) => {
  const read = readMagics(source);
  expect(read.actions).toEqual(actions);
  expect(read.code.replace(/1/, "").trim()).toBe(";");
});

test.each([
  ["%timr f()", "%timr f()", "did you mean %time?"],
  ["%writefile x", "%writefile x", "did you mean %%writefile?"],
  ["%%who", "%%who", "did you mean %who?"],
  ["%%hmtl", "%%hmtl", "did you mean %%html?"],
  ["%pip install x", "%pip install x", "use %install"],
  ["%xyzzy", "%xyzzy", "%help lists the magics"],
  ["1\n%%html\n", "%%html", "first line of its cell"],
  ["%%writefile", "%%writefile", "%%writefile [-a] PATH"],
  ["%%html <b>", "%%html <b>", 'received "<b>"'],
  ["%time", "%time", "%time STATEMENT"],
  ["%time function f() {}", "%time function f() {}", "time its use"],
  ["%time import fs from 'node:fs'", "%time import fs from 'node:fs'", "%time await import('node:fs') times it"],
  ["%timeit const x = f()", "%timeit const x = f()", "measure its right side"],
  ["%timeit -n f()", "%timeit -n f()", '-n LOOPS to be a whole number from 1, received "-n f()"'],
  ["%timeit -n 10 -r abc f()", "%timeit -n 10 -r abc f()", '-r RUNS to be a whole number from 1, received "-r abc"'],
  ["%timeit -n0 f()", "%timeit -n0 f()", 'received "-n 0"'],
  ["%timeit -o f()", "%timeit -o f()", "expected -n LOOPS or -r RUNS"],
  ["%time const a = f(); g(a)", "%time const a = f(); g(a)", "%%time times a whole cell"],
  ["%timeit f(); let a = 1", "%timeit f(); let a = 1", "measure its right side"],
  ["%%timeit f()", "%%timeit f()", "%timeit EXPRESSION"],
  ["%typecheck maybe", "%typecheck maybe", 'received "maybe"'],
  ["1\nconst files = !ls *.ts\n2", "const files = !ls *.ts", 'assign execSync("ls *.ts", { encoding: "utf8" })'],
  ["let x\n%reset", "%reset", "first line of its cell"],
  ["%install", "%install", "%install PACKAGE"],
  ["%who x", "%who x", 'expected nothing after it, received "x"'],
  ["%help whoo", "%help whoo", "did you mean %who?"],
  ["%tim?", "%tim?", "did you mean %time?"],
])("%j is refused at %j: %s", (source, place, message) => {
  const [error, ...others] = readMagics(source).errors;
  expect(others).toEqual([]);
  expect(source.slice(error?.start, error?.end)).toBe(place);
  expect(error?.message).toContain(message);
});

test.each(["const a = !b;\nc d", "const a = !f(\n", "const a = !b\nlet let", "f(`\nx = !ls -la", "a b\nx = !done"])(
  "what is wrong with %j is not that it assigns a command's output",
  (source) => expect(readMagics(source).errors).toEqual([]),
);

test("every magic is explained by %help, by name and in the list", () => {
  const list = readMagics("%help").code;
  for (const { name, forms, summary, details } of MAGICS) {
    expect(list).toContain(`${forms[0] === "cell" ? "%%" : "%"}${name}`);
    expect(list).toContain(summary);
    const [page] = readMagics(`%${name}?`).actions;
    expect(page).toMatchObject({ kind: "page", data: { "text/markdown": expect.stringContaining(details) } });
    expect(readMagics(`%help ${name}`).code).toContain(summary.slice(1));
  }
});
