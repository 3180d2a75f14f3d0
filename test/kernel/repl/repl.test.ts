import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { hasTerminal, TerminalUser } from "./terminal.ts";

const CTRL_C = "\u0003";
const CTRL_D = "\u0004";
const UP = "\u001B[A";
const pasted = (text: string) => `\u001B[200~${text.replaceAll("\n", "\r")}\u001B[201~`;

let folder: string;
let user: TerminalUser;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sepconv-repl-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(!hasTerminal)("at a terminal (needs script of util-linux)", () => {
  beforeEach(async () => {
    user = new TerminalUser(folder);
    await user.sees("> ");
  });
  afterEach(() => user.leave(CTRL_C + CTRL_D));

  test("shows values in colour and keeps variables from cell to cell", async () => {
    await user.type("let a: number = 20 + 1\r", "\n> ");
    await user.type("a * 2\r", "42\n> ");
    expect(user.raw).toContain("\u001B[33m42\u001B[39m");
    await user.type("display('shown'); process.stdout.write('no end')\r", /shown'?\nno end\n(?:true\n)?> /u);
  });

  test("checks types, and shows an error with its place and caret", async () => {
    await user.type("const n: number = 'text'\r", /TS2322[^]*cell 1, line 1[^]*\^+\n> /u);
    expect(await user.type("throw new RangeError('far')\r", /\^\n> /u)).toMatch(
      /RangeError: far\n {2}at cell 2, line 1\n/u,
    );
  });

  test("reads on, with an indent, until a cell is whole", async () => {
    await user.type("function f() {\r", "\n|   ");
    await user.type("return 7;\r", "\n|   ");
    await user.type("}\r", "\n> ");
    expect(await user.type("f()\r", "7\n> ")).toBe("f()\n7\n> ");
  });

  test("takes a pasted block as one cell, with its tabs", async () => {
    await user.type(
      pasted("if (false) {\n\tconsole.log('one');\n}\nelse {\n\tconsole.log('two');\n}\n"),
      "two');\n| }\n| ",
    );
    expect(await user.type("\r", "two\n> ")).toBe("\ntwo\n> ");
  });

  test("Ctrl-C stops a loop, keeps the variables, and clears what is typed", async () => {
    await user.type("let kept = 5\r", "\n> ");
    await user.type("console.log('loops'); while (true) {}\r", "\nloops\n");
    await user.type(CTRL_C, /Interrupted[^]*\n> /u);
    await user.type("await new Promise(() => console.log('waits'))\r", "\nwaits\n");
    await user.type(CTRL_C, /Interrupted[^]*\n> /u);
    await user.type("kept = {", "kept = {");
    await user.type(CTRL_C, "\n> ");
    expect(await user.type("kept\r", "\n> ")).toBe("kept\n5\n> ");
  });

  test("Ctrl-C twice, Ctrl-D and .exit leave with exit code 0", async () => {
    await user.type(CTRL_C, "Ctrl-C again, Ctrl-D or .exit leaves");
    await user.type("1\r", "1\n> ");
    await user.type(CTRL_C, "Ctrl-C again, Ctrl-D or .exit leaves");
    expect(await user.leave(CTRL_C)).toBe(0);
    for (const keys of [CTRL_D, ".exit\r"]) {
      const other = new TerminalUser(folder);
      await other.sees("> ");
      expect(await other.leave(keys)).toBe(0);
    }
  });

  test("recalls whole cells, also in a later session", async () => {
    await user.type("[1, 2].map((n) => {\r", "\n|   ");
    await user.type("return n + 1;\r", "\n|   ");
    await user.type("})\r", "[ 2, 3 ]\n> ");
    await user.type(UP, /\[1, 2\]\.map\(\(n\) => \{\n\| {3}return n \+ 1;\n\| {3}\}\)/u);
    await user.type("\r", "[ 2, 3 ]\n> ");
    await user.leave(".exit\r");
    const later = new TerminalUser(folder);
    await later.sees("> ");
    await later.type(UP, /return n \+ 1;\n\| {3}\}\)/u);
    expect(await later.type("\r", "[ 2, 3 ]\n> ")).toContain("[ 2, 3 ]");
    await later.leave(CTRL_D);
  });

  test("asks what a cell asks for, hides a password, and keeps neither in the history", async () => {
    await user.type("const name = await input('name? '); name.length\r", "\nname? ");
    await user.type("Ada\r", "3\n> ");
    await user.type("(await input('secret? ', { password: true })).length\r", "\nsecret? ");
    expect(await user.type("hunter2\r", "7\n> ")).toBe("\n7\n> ");
    expect(user.raw).not.toContain("hunter2");
    await user.type("prompt('sure?')\r", /\nsure\?\s?/u);
    await user.type("yes\r", "'yes'\n> ");
    expect(await user.type(UP, "prompt('sure?')")).not.toContain("yes");
    await user.type(CTRL_C, "\n> ");
    await user.type("await input('never? ')\r", "\nnever? ");
    await user.type(CTRL_C, /Interrupted[^]*\n> /u);
    expect(await user.type("name\r", "'Ada'\n> ")).toBe("name\n'Ada'\n> ");
  });

  test("Tab completes by what cells declared, also within a cell of several lines, and indents an empty line", async () => {
    await user.type("const photograph = { widthOfIt: 3 }\r", "\n> ");
    await user.type("photogr\t", "photograph");
    await user.type(".widthO\t", ".widthOfIt");
    await user.type("\r", "3\n> ");
    await user.type("function f(parameterOfMine: number) {\r", "\n|   ");
    await user.type("\t", "  ");
    await user.type("return paramet\t", "parameterOfMine");
    await user.type(" + 1 }\r", "\n> ");
    expect(await user.type("f(4)\r", "5\n> ")).toBe("f(4)\n5\n> ");
  });

  test("shows the pages that a notebook shows in its pager", async () => {
    expect(await user.type("%help\r", "\n> ")).toContain("%typecheck");
    expect(await user.type("parseInt?\r", "\n> ")).toContain("radix?: number");
  });

  test("a cell that ends its process does not end the session", async () => {
    await user.type("process.exit(3)\r", /exit code 3[^]*> /u);
    expect(await user.type("'still ' + 'here'\r", "here'\n> ")).toContain("\n'still here'\n");
  });

  test("shows no colours under NO_COLOR", async () => {
    const plain = new TerminalUser(folder, { NO_COLOR: "1" });
    await plain.sees("> ");
    await plain.type("40 + 2\r", "42\n> ");
    await plain.type("throw new Error('plain')\r", /Error: plain[^]*> /u);
    await plain.leave(CTRL_D);
    for (const colour of ["\u001B[31m", "\u001B[33m", "\u001B[90m"]) expect(plain.raw).not.toContain(colour);
  });
});

test("without a terminal it runs what comes on stdin as a script", () => {
  const launcher = fileURLToPath(new URL("../../../bin/sepconv.js", import.meta.url));
  const piped = (input: string) =>
    spawnSync(process.execPath, [launcher, "repl"], { input, cwd: folder, encoding: "utf8" });
  expect(piped("const n: number = 1;\nconsole.log({ n });\n")).toMatchObject({
    status: 0,
    stdout: "{ n: 1 }\n",
    stderr: "",
  });
  expect(piped("throw new Error('x')")).toMatchObject({
    status: 1,
    stderr: expect.stringContaining("stdin, line 1 failed"),
  });
});
