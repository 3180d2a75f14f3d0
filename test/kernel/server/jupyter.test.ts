import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { pythonWith } from "./python.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const kernelTest = pythonWith("jupyter_kernel_test");
const nbclient = pythonWith("nbclient");

let prefix: string;
beforeAll(() => {
  prefix = mkdtempSync(join(tmpdir(), "sepconv-jupyter-"));
  spawnSync(process.execPath, [here("../../../bin/sepconv.js"), "install", "--prefix", prefix]);
});
afterAll(() => rmSync(prefix, { recursive: true }));

const run = (python: string, script: string, input = "") =>
  spawnSync(python, [here(script)], {
    encoding: "utf8",
    input,
    cwd: prefix,
    env: { ...process.env, JUPYTER_PATH: join(prefix, "share", "jupyter") },
  });

test.skipIf(!kernelTest)(
  "passes Jupyter's own kernel test (needs Python with jupyter_kernel_test)",
  { timeout: 120_000 },
  () => {
    const { stderr, status } = run(kernelTest!, "jupyter_kernel.py");
    expect(stderr).toMatch(/^OK/m);
    expect(status).toBe(0);
    for (const name of [
      "kernel_info",
      "execute_stdout",
      "execute_stderr",
      "execute_result",
      "error",
      "display_data",
      "clear_output",
      "is_complete",
      "recv_iopub_welcome_msg",
      "interrupt",
      "restart",
    ]) {
      expect(stderr).toMatch(new RegExp(`^test_${name} .*ok$`, "m"));
    }
  },
);

const cell = (id: string, source: string) => ({
  cell_type: "code",
  id,
  metadata: {},
  source,
  outputs: [],
  execution_count: null,
});

test.skipIf(!nbclient)("runs a notebook under nbclient (needs Python with nbclient)", { timeout: 120_000 }, () => {
  const notebook = {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec: { name: "sepconv", display_name: "TypeScript (sepconv)", language: "typescript" } },
    cells: [
      cell("print", 'const taps: number[] = [1, 2, 1];\nconsole.log(taps.length, "taps");'),
      cell("result", "[[], {}]"),
      cell("error", 'throw new RangeError("no such tap");'),
    ],
  };
  const { stdout, stderr, status } = run(nbclient!, "nbclient_run.py", JSON.stringify(notebook));
  expect({ status, stderr }).toMatchObject({ status: 0 });
  const executed = JSON.parse(stdout);
  expect(executed.metadata.language_info).toMatchObject({ name: "typescript", file_extension: ".ts" });
  expect(executed.cells.map(({ execution_count }: { execution_count: number }) => execution_count)).toEqual([1, 2, 3]);
  expect(executed.cells.map(({ outputs }: { outputs: unknown[] }) => outputs)).toMatchObject([
    [{ output_type: "stream", name: "stdout", text: ["3 taps\n"] }],
    [{ output_type: "execute_result", data: { "text/plain": ["[ [], {} ]"] }, execution_count: 2 }],
    [{ output_type: "error", ename: "RangeError", evalue: "no such tap" }],
  ]);
});
