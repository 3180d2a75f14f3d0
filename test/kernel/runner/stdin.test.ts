import { spawnSync } from "node:child_process";
import { mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { temporary } from "./sepconv.ts";

const launcher = fileURLToPath(new URL("../../../bin/sepconv.js", import.meta.url));

function pipe(input: string, args: string[] = ["-"], cwd = temporary()) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [launcher, ...args], { input, cwd, encoding: "utf8" });
  return { status, stdout, stderr };
}

test.each([[["-"]], [["run", "-"]]])(
  "sepconv %j runs the script on stdin, which imports from the current folder",
  (args) => {
    const folder = temporary();
    mkdirSync(join(folder, "sub"));
    writeFileSync(join(folder, "sub", "part.ts"), "export const part: string = 'part';");
    const script = `import { part } from "./sub/part.ts";
const later: string = await Promise.resolve("later");
console.log(part, later, process.cwd());
console.error("to stderr");
display([1, "shown"]);
42`;
    const ended = pipe(script, args, folder);
    expect(ended).toEqual({
      status: 0,
      stdout: `part later ${realpathSync(folder)}\n[ 1, 'shown' ]\n`,
      stderr: "to stderr\n",
    });
  },
);

test("a type error stops it before it runs, unless checks are off, and is told of stdin", () => {
  const script = "console.log('ran');\nconst wrong: number = 'text';\n";
  const { status, stdout, stderr } = pipe(script);
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  expect(stderr).toMatch(/^stdin, line 2 failed:\nTypeScriptError: TS2322: /u);
  expect(pipe(script, ["-", "--typecheck", "off"])).toMatchObject({ status: 0, stdout: "ran\n" });
});

test.each([
  ["an error", "throw new RangeError('far')", 1, /^stdin, line 1 failed:\nRangeError: far\n/u],
  ["an error of syntax", "let a = ;", 1, /^stdin, line 1 failed:\nSyntaxError: /u],
  ["a question", "await input('name? ')", 1, /^stdin[^]*input: expected an answer on stdin, which held the script; /u],
  ["process.exit", "process.exit(3)", 3, /^$/u],
  ["nothing at all", "", 0, /^$/u],
])("ends by %s with its exit code", (_what, script, status, told) => {
  expect(pipe(script)).toEqual({ status, stdout: "", stderr: expect.stringMatching(told) });
});

test.skipIf(process.platform === "win32")("ends without a word when nobody reads on, as under head", () => {
  const script = "for (let i = 0; ; i++) console.log(i)";
  const command = '("$1" "$2" -; echo "exit code $?" >&2) | head -1';
  const { stdout, stderr } = spawnSync("sh", ["-c", command, "sh", process.execPath, launcher], {
    input: script,
    cwd: temporary(),
    encoding: "utf8",
  });
  expect({ stdout, stderr }).toEqual({ stdout: "0\n", stderr: "exit code 141\n" });
});
