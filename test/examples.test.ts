import { spawnSync } from "node:child_process";
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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
    code
      .replaceAll(/^```\w*$/gm, "")
      .replaceAll(/^import .* from "sepconv";$/gm, "")
      .trim(),
  );
}

/**
 * Every function and class that the package exports, as it is called: `conv2d`, `nn.Conv2d`, `spatial.kernels.box`. Of the
 * published networks, which are all called alike, only the classes.
 */
function callables(space: object, prefix = ""): string[] {
  return Object.entries(space).flatMap(([name, value]: [string, unknown]): string[] => {
    if (name === "tf" || typeof value === "string") return [];
    if (typeof value === "function") return "modelName" in value ? [] : [prefix + name];
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? callables(value, `${prefix}${name}.`)
      : [];
  });
}

const library: Record<string, unknown> = { ...sepconv };
const names = Object.keys(library);

beforeAll(() => {
  process.chdir(join(root, "notebooks"));
  vi.spyOn(console, "log").mockImplementation(() => {});
});
afterAll(() => vi.restoreAllMocks());

test.each(callables(library))("an example shows %s", (name) => {
  const use = new RegExp(String.raw`(?<![\w.])${name.replaceAll(".", String.raw`\.`)}\b`);
  expect(examples.filter(({ code }) => use.test(code))).not.toEqual([]);
});

test.each(examples)("the example in $file runs: $code", async ({ code }) => {
  const run = new AsyncFunction(...names, stripTypeScriptTypes(code, { mode: "strip" }));
  await expect(run(...Object.values(library))).resolves.toBeUndefined();
});

test("the examples have no type errors", () => {
  mkdirSync(join(root, "build"), { recursive: true });
  const folder = mkdtempSync(join(root, "build/examples-"));
  try {
    examples.forEach(({ file, code }, i) =>
      writeFileSync(
        join(folder, `${i}-${file.replaceAll("/", "-")}`),
        `import { ${names.join(", ")} } from "sepconv";\n${code}\nexport {};\n`,
      ),
    );
    const compilerOptions = { noUnusedLocals: false, noUnusedParameters: false };
    const config = { extends: "../../tsconfig.json", include: ["."], compilerOptions };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
    const tsc = join(root, "node_modules/typescript/bin/tsc");
    const { status, stdout } = spawnSync(process.execPath, [tsc, "-p", folder], { encoding: "utf8" });
    expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
