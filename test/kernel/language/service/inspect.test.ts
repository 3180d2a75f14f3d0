import { expect, test } from "vitest";
import { openSession } from "./session.ts";

const documented = `/**
 * Adds two numbers.
 *
 * @param a the first
 * @param b the second
 * @returns their sum
 * @example add(1, 2)
 */
function add(a: number, b = 2): number {
  return a + b;
}`;

const addition =
  /^```ts\nfunction add\(a: number, b\?: number\): number\n```\nAdds two numbers\.\n\n\*@param\* `a` — the first\n\n\*@param\* `b` — the second\n\n\*@returns\* — their sum\n\n\*@example\*\n```ts\nadd\(1, 2\)\n```$/;

test.each(["ad‸d", "‸add", "add‸(1)", "add(‸", "add(1, ‸", "[add(1, 2‸)]", "add(\n  1,\n  ‸\n)"])(
  "%j is described by the function's signature and documentation",
  async (code) => {
    const { check, inspect } = openSession();
    await check(documented);
    expect((await inspect(code))?.["text/markdown"]).toMatch(addition);
  },
);

test("plain text says the same without marks", async () => {
  const { check, inspect } = openSession();
  await check(documented);
  expect((await inspect("add‸"))?.["text/plain"]).toBe(
    "function add(a: number, b?: number): number\nAdds two numbers.\n\n@param a — the first\n\n@param b — the second\n\n@returns — their sum\n\n@example\nadd(1, 2)",
  );
});

test("a name within a call is described, and then the function that is called", async () => {
  const { check, inspect } = openSession();
  await check(`${documented}\nlet count = 3;`);
  const [name, call] = (await inspect("add(count‸"))?.["text/markdown"].split("\n\n---\n\n") ?? [];
  expect(name).toBe("```ts\nlet count: number\n```");
  expect(call).toMatch(addition);
});

test.each(["", "  ‸  ", "1 + ‸2", "// a comment ‸ here", "'text‸'", "nosuch‸", "nosuch.name‸"])(
  "nothing is found in %j",
  async (code) => {
    const { inspect } = openSession();
    expect(await inspect(code.includes("‸") ? code : "‸")).toBeUndefined();
  },
);

test("a variable of an earlier cell keeps its documentation and, in detail, its place and source", async () => {
  const { check, inspect } = openSession();
  await check("1;\n/** How wide. */\nconst width = [\n  1,\n  2,\n];");
  expect((await inspect("width‸"))?.["text/markdown"]).toBe("```ts\nconst width: number[]\n```\n\nHow wide.");
  expect((await inspect("width‸", 1))?.["text/markdown"]).toBe(
    "```ts\nconst width: number[]\n```\n\nHow wide.\n\nDefined in cell 1, line 3:\n\n```ts\nconst width = [\n  1,\n  2,\n];\n```",
  );
});

test("in detail, a name of a file, of a package and of the code itself tells where it is defined", async () => {
  const { inspect, folder } = openSession({
    "half.ts": "/** Halves. */\nexport function half(n: number) {\n  return n / 2;\n}\n",
  });
  expect((await inspect("import { half } from './half.ts'; half‸", 1))?.["text/plain"]).toContain(
    `Defined in ${folder}/half.ts:2:1:\n\nexport function half(n: number) {\n  return n / 2;\n}`,
  );
  expect((await inspect("JSON.parse‸", 1))?.["text/plain"]).toMatch(
    /Defined in .*lib\.es5\.d\.ts:\d+:\d+:\n\n.*parse\(text: string/,
  );
  expect((await inspect("let own = 1;\nown‸", 1))?.["text/plain"]).toContain(
    "Defined in this cell, line 1:\n\nlet own = 1;",
  );
  expect((await inspect("clearOutput‸", 1))?.["text/plain"]).toContain("Defined in the kernel:");
});

test("an operation of TensorFlow.js, whose documentation hangs on what it was made of, is described with it", async () => {
  const { check, inspect } = openSession();
  await check("import * as tf from '@tensorflow/tfjs'");
  for (const code of ["tf.conv2d‸", "tf.conv2d(‸"]) {
    const markdown = (await inspect(code))?.["text/markdown"];
    expect(markdown).toMatch(/^```ts\nconst conv2d: /);
    expect(markdown).toContain("Computes a 2D convolution over the input x.");
    expect(markdown).toContain("*@param* `filter` — The filter, rank 4");
  }
});

test("a type that two cells declare differently is told by its cell, and no hidden name shows", async () => {
  const { check, inspect } = openSession();
  await check("interface Point { x: number } const p: Point = { x: 1 }");
  const [error] = await check("interface Point { y: number } const q: Point = p;");
  expect(error).toBe("2741: Property 'y' is missing in type 'Point (cell 1)' but required in type 'Point (cell 2)'.");
  await check("import * as path from 'node:path'; namespace Deep { export const z = 1 }");
  for (const code of ["p‸", "path‸", "Deep‸", "typeof Deep‸"]) {
    expect((await inspect(code, 1))?.["text/markdown"]).not.toMatch(/__cells|notebook-cell|\(alias\)/);
  }
});
