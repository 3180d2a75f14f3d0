import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { InstalledPackage } from "./installed.ts";

const installed = new InstalledPackage();
beforeAll(() => installed.install());
afterAll(() => installed.remove());

const notebook = (source: string) => ({
  cells: [{ cell_type: "code", id: "only", metadata: {}, source, outputs: [], execution_count: null }],
  metadata: { kernelspec: { name: "sepconv", display_name: "TypeScript (sepconv)", language: "typescript" } },
  nbformat: 4,
  nbformat_minor: 5,
});

test("runs a notebook that uses the library, type-checked, with npx sepconv run", () => {
  writeFileSync(
    join(installed.folder, "a.ipynb"),
    JSON.stringify(
      notebook(
        'import { conv2d, tf } from "sepconv";\nconst y: number[] = Array.from(await conv2d(tf.ones([1, 5, 5]), tf.ones([1, 1, 3, 3])).data());\nconsole.log(y.join(" "));',
      ),
    ),
  );
  const { status, stderr } = installed.run("npx", "--no-install", "sepconv", "run", "a.ipynb", "--output", "out");
  expect(stderr).not.toContain("Error");
  expect(status).toBe(0);
  const [cell] = JSON.parse(readFileSync(join(installed.folder, "out/a.ipynb"), "utf8")).cells;
  expect(cell.outputs).toEqual([{ output_type: "stream", name: "stdout", text: ["9 9 9 9 9 9 9 9 9\n"] }]);
  expect(readFileSync(join(installed.folder, "out/a.html"), "utf8")).toContain("9 9 9 9 9 9 9 9 9");
});

test("stops at a type error in a notebook, since the package brings its types", () => {
  writeFileSync(
    join(installed.folder, "wrong.ipynb"),
    JSON.stringify(notebook('import { conv2d } from "sepconv";\nconv2d("not a tensor", 3);')),
  );
  const { status, stderr, stdout } = installed.run("npx", "--no-install", "sepconv", "run", "wrong.ipynb");
  expect(status).toBe(1);
  expect(stdout + stderr).toContain("2345");
});

test("registers a kernel that starts the installed package with npx sepconv install --prefix", () => {
  const { status } = installed.run("npx", "--no-install", "sepconv", "install", "--prefix", "jupyter");
  expect(status).toBe(0);
  const { argv } = JSON.parse(
    readFileSync(join(installed.folder, "jupyter/share/jupyter/kernels/sepconv/kernel.json"), "utf8"),
  );
  expect(argv.at(-1)).toBe("{connection_file}");
  expect(argv.some((part: string) => part.endsWith("dist/kernel/main.js"))).toBe(true);
});

test('a script of Node\'s own imports conv2d from "sepconv"', () => {
  writeFileSync(
    join(installed.folder, "script.mjs"),
    'import { conv2d, tf } from "sepconv";\nconsole.log(conv2d(tf.ones([1, 5, 5]), tf.ones([1, 1, 3, 3])).shape.join("x"));',
  );
  const { stdout, stderr } = installed.run("node", "script.mjs");
  expect({ stdout, stderr }).toEqual({ stdout: "1x3x3\n", stderr: "" });
});
