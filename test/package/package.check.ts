import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
let folder: string;

const run = (command: string, ...args: string[]) =>
  spawnSync(command, args, { cwd: folder, encoding: "utf8", env: { ...process.env, PATH: userPath() } });

/** PATH without the checkout's own binaries, as a user of the package has it. */
function userPath(): string {
  return (process.env.PATH ?? "")
    .split(":")
    .filter((entry) => !entry.startsWith(root) && !entry.includes("node_modules"))
    .join(":");
}

const notebook = (source: string) => ({
  cells: [{ cell_type: "code", id: "only", metadata: {}, source, outputs: [], execution_count: null }],
  metadata: { kernelspec: { name: "sepconv", display_name: "TypeScript (sepconv)", language: "typescript" } },
  nbformat: 4,
  nbformat_minor: 5,
});

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sepconv-package-"));
  execFileSync("npm", ["pack", "--pack-destination", folder], { cwd: root, stdio: "pipe" });
  const tarball = readdirSync(folder).find((name) => name.endsWith(".tgz"));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }));
  const { status, stderr } = run("npm", "install", "--ignore-scripts", "--no-fund", "--no-audit", `./${tarball}`);
  if (status !== 0) throw new Error(`npm install of the tarball failed: ${stderr}`);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("runs a notebook that uses the library, type-checked, with npx sepconv run", () => {
  writeFileSync(
    join(folder, "a.ipynb"),
    JSON.stringify(
      notebook(
        'import { conv2d, tf } from "sepconv";\nconst y: number[] = Array.from(await conv2d(tf.ones([1, 5, 5]), tf.ones([1, 1, 3, 3])).data());\nconsole.log(y.join(" "));',
      ),
    ),
  );
  const { status, stderr } = run("npx", "--no-install", "sepconv", "run", "a.ipynb", "--output", "out");
  expect(stderr).not.toContain("Error");
  expect(status).toBe(0);
  const [cell] = JSON.parse(readFileSync(join(folder, "out/a.ipynb"), "utf8")).cells;
  expect(cell.outputs).toEqual([{ output_type: "stream", name: "stdout", text: ["9 9 9 9 9 9 9 9 9\n"] }]);
  expect(readFileSync(join(folder, "out/a.html"), "utf8")).toContain("9 9 9 9 9 9 9 9 9");
});

test("stops at a type error in a notebook, since the package brings its types", () => {
  writeFileSync(
    join(folder, "wrong.ipynb"),
    JSON.stringify(notebook('import { conv2d } from "sepconv";\nconv2d("not a tensor", 3);')),
  );
  const { status, stderr, stdout } = run("npx", "--no-install", "sepconv", "run", "wrong.ipynb");
  expect(status).toBe(1);
  expect(stdout + stderr).toContain("2345");
});

test("registers a kernel that starts the installed package with npx sepconv install --prefix", () => {
  const { status } = run("npx", "--no-install", "sepconv", "install", "--prefix", "jupyter");
  expect(status).toBe(0);
  const { argv } = JSON.parse(readFileSync(join(folder, "jupyter/share/jupyter/kernels/sepconv/kernel.json"), "utf8"));
  expect(argv.at(-1)).toBe("{connection_file}");
  expect(argv.some((part: string) => part.endsWith("dist/kernel/main.js"))).toBe(true);
});

test('a script of Node\'s own imports conv2d from "sepconv"', () => {
  writeFileSync(
    join(folder, "script.mjs"),
    'import { conv2d, tf } from "sepconv";\nconsole.log(conv2d(tf.ones([1, 5, 5]), tf.ones([1, 1, 3, 3])).shape.join("x"));',
  );
  const { stdout, stderr } = run("node", "script.mjs");
  expect({ stdout, stderr }).toEqual({ stdout: "1x3x3\n", stderr: "" });
});
