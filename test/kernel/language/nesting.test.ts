import { expect, test } from "vitest";
import { openNotebook } from "./notebook.ts";

const times = 20_000;

test.each([
  ["brackets", "[".repeat(times)],
  ["brackets that are closed", "[".repeat(times) + "]".repeat(times)],
  ["parentheses", "(".repeat(times) + "1" + ")".repeat(times)],
  ["blocks", "{".repeat(times) + "}".repeat(times)],
  ["templates", "`${".repeat(times) + "1" + "}`".repeat(times)],
  ["arrows", "a => ".repeat(times) + "1"],
  ["conditionals", "1 ? 1 : ".repeat(times) + "1"],
  ["sums", "1 + ".repeat(5 * times) + "1"],
  ["texts that are joined", "'a' +\n".repeat(5 * times) + "'b'"],
  ["assignments", "a = ".repeat(times) + "1"],
  ["comparisons", "a < ".repeat(times) + "a"],
  ["calls", "a" + ".b()".repeat(5 * times)],
  ["arguments of types", `let deep: ${"A<".repeat(times)}B${">".repeat(times)}`],
  ["types", `type Deep = ${"[".repeat(times)}1${"]".repeat(times)}`],
])("%s that are nested without end are an error of syntax, and the kernel lives", async (_, code) => {
  const { run, interpreter } = openNotebook();
  expect(interpreter.isComplete(code).status).toBe("invalid");
  expect((await run(code)).reply).toMatchObject({
    ename: "SyntaxError",
    evalue: expect.stringContaining("too deeply"),
  });
  expect((await run("6 * 7")).value).toBe("42");
});

test.each([
  ["a hundred brackets", `${"[".repeat(100)}1${"]".repeat(100)}.flat(Infinity)[0] as unknown === 1`],
  ["as many brackets in a text", `const text = "${"[".repeat(times)}"; text.length === ${times}`],
  ["a sum of a thousand", `${"1 + ".repeat(1000)}1 === 1001`],
  ["many statements, one a line", `let sum = 0\n${"sum = sum + 1\n".repeat(times / 2)}sum === ${times / 2}`],
  ["a table in a text", `\`${"| 1 | 2 |\n".repeat(times)}\`.length === ${times * 10}`],
  ["many lists in a list", `[${"[1],".repeat(times)}].length === ${times}`],
  ["many functions, one after the other", `[${"() => 1 ? 2 : 3,".repeat(times)}].length === ${times}`],
])("%s run", async (_, code) => {
  const { run } = openNotebook();
  expect((await run(code)).value).toBe("true");
});
