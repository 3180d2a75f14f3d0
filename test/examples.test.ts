import { globSync, readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { join } from "node:path";
import * as sepconv from "sepconv";
import { afterAll, beforeAll, expect, test, vi } from "vitest";

const root = join(import.meta.dirname, "..");
const AsyncFunction = (async () => {}).constructor as new (
  ...names: string[]
) => (...values: unknown[]) => Promise<void>;

const examples = globSync("src/**/*.ts", { cwd: root }).flatMap((file) => {
  const blocks = readFileSync(join(root, file), "utf8").matchAll(/\/\*\*[\s\S]*?\*\//g);
  return [...blocks].flatMap(([block]) => examplesOf(block).map((code, index) => ({ file, index, code })));
});

/** The code of each `@example` in a doc comment, without its stars and fences. */
function examplesOf(block: string): string[] {
  const text = block.replaceAll(/^\s*(\/\*\*|\*\/|\*) ?/gm, "").replace(/\*\/$/, "");
  return [...text.matchAll(/^@example\s([\s\S]*?)(?=^@|(?![\s\S]))/gm)].map(([, code = ""]) =>
    code.replaceAll(/^```\w*$/gm, "").trim(),
  );
}

beforeAll(() => {
  process.chdir(join(root, "notebooks"));
  vi.spyOn(console, "log").mockImplementation(() => {});
});
afterAll(() => vi.restoreAllMocks());

test("the library's doc comments have examples", () => {
  expect(examples.length).toBeGreaterThan(20);
});

test.each(examples)("the example in $file runs: $code", async ({ code }) => {
  const names = Object.keys(sepconv).filter((name) => name !== "default");
  const body = stripTypeScriptTypes(code.replaceAll(/^import .* from "sepconv";$/gm, ""), { mode: "strip" });
  const run = new AsyncFunction(...names, body);
  await expect(run(...names.map((name) => sepconv[name as keyof typeof sepconv]))).resolves.toBeUndefined();
});
