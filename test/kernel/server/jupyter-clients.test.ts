import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { pythonWith } from "./python.ts";
import { registerKernel } from "./registered.ts";

const { folder, run } = registerKernel();
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const NOTEBOOKS = here("../../../notebooks");
/** The smallest of the notebooks that are committed. */
const COMMITTED = "00-start-here.ipynb";

const [nbclient, nbconvert, papermill, console] = ["nbclient", "nbconvert", "papermill", "jupyter_console"].map(
  pythonWith,
);

interface Cell {
  cell_type: string;
  execution_count: number | null;
  outputs: { output_type: string; name?: string; text?: string | string[]; ename?: string; data?: object }[];
}

const cell = (id: string, source: string) => ({
  cell_type: "code",
  id,
  metadata: {},
  source,
  outputs: [],
  execution_count: null,
});

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

const OUTPUTS = [
  [{ output_type: "stream", name: "stdout", text: ["3 taps\n"] }],
  [{ output_type: "execute_result", data: { "text/plain": ["[ [], {} ]"] }, execution_count: 2 }],
  [{ output_type: "error", ename: "RangeError", evalue: "no such tap" }],
];

const codeOf = (text: string): Cell[] => JSON.parse(text).cells.filter(({ cell_type }: Cell) => cell_type === "code");

/** Whether every cell of a committed notebook ran, gave what it gives when it is committed in kind, and failed nowhere. */
function expectExecuted(file: string): void {
  const executed = codeOf(readFileSync(file, "utf8"));
  const committed = codeOf(readFileSync(join(NOTEBOOKS, COMMITTED), "utf8"));
  expect(executed.map(({ execution_count }) => execution_count)).toEqual(committed.map((_, index) => index + 1));
  const kinds = (cells: Cell[]) =>
    cells.map(({ outputs }) =>
      outputs.map(({ output_type, data = {} }) => [output_type, Object.keys(data).toSorted()]),
    );
  expect(kinds(executed)).toEqual(kinds(committed));
}

test.skipIf(!nbclient)("nbclient runs a notebook (needs Python with nbclient)", () => {
  const { stdout, stderr, status } = run(nbclient!, [here("nbclient_run.py")], { input: JSON.stringify(notebook) });
  expect({ status, stderr }).toMatchObject({ status: 0 });
  expect(JSON.parse(stdout).metadata.language_info).toMatchObject({ name: "typescript", file_extension: ".ts" });
  expect(codeOf(stdout).map(({ execution_count }) => execution_count)).toEqual([1, 2, 3]);
  expect(codeOf(stdout).map(({ outputs }) => outputs)).toMatchObject(OUTPUTS);
});

test.skipIf(!nbconvert)(
  "nbconvert --execute runs cells, and one of the committed notebooks (needs Python with nbconvert)",
  () => {
    const convert = (...args: string[]) =>
      run(nbconvert!, ["-m", "nbconvert", "--execute", "--to", "notebook", "--output-dir", folder, ...args]);
    writeFileSync(join(folder, "cells.ipynb"), JSON.stringify(notebook));
    const cells = convert("--allow-errors", "--output", "converted", join(folder, "cells.ipynb"));
    expect(cells).toMatchObject({ status: 0 });
    expect(codeOf(readFileSync(join(folder, "converted.ipynb"), "utf8")).map(({ outputs }) => outputs)).toMatchObject(
      OUTPUTS,
    );
    expect(convert("--output", "committed-converted", join(NOTEBOOKS, COMMITTED))).toMatchObject({ status: 0 });
    expectExecuted(join(folder, "committed-converted.ipynb"));
  },
);

test.skipIf(!nbconvert)("nbconvert --to script writes a .ts file that node runs (needs Python with nbconvert)", () => {
  const cells = [cell("taps", "const taps: number[] = [1, 2, 1];"), cell("print", 'console.log(taps.length, "taps");')];
  const language_info = {
    name: "typescript",
    file_extension: ".ts",
    mimetype: "text/typescript",
    nbconvert_exporter: "script",
  };
  writeFileSync(join(folder, "script.ipynb"), JSON.stringify({ ...notebook, metadata: { language_info }, cells }));
  expect(run(nbconvert!, ["-m", "nbconvert", "--to", "script", join(folder, "script.ipynb")])).toMatchObject({
    status: 0,
  });
  expect(run(process.execPath, [join(folder, "script.ts")])).toMatchObject({ status: 0, stdout: "3 taps\n" });
});

test.skipIf(!papermill)(
  "papermill runs cells, and one of the committed notebooks (needs Python with papermill)",
  () => {
    const mill = (input: string, output: string, cwd: string) =>
      run(papermill!, ["-m", "papermill", "--no-progress-bar", "--cwd", cwd, input, join(folder, output)]);
    writeFileSync(join(folder, "milled.ipynb"), JSON.stringify({ ...notebook, cells: notebook.cells.slice(0, 2) }));
    expect(mill(join(folder, "milled.ipynb"), "milled-out.ipynb", folder)).toMatchObject({ status: 0 });
    expect(codeOf(readFileSync(join(folder, "milled-out.ipynb"), "utf8")).map(({ outputs }) => outputs)).toMatchObject(
      OUTPUTS.slice(0, 2),
    );
    expect(mill(join(NOTEBOOKS, COMMITTED), "committed-milled.ipynb", NOTEBOOKS)).toMatchObject({ status: 0 });
    expectExecuted(join(folder, "committed-milled.ipynb"));
    writeFileSync(join(folder, "failing.ipynb"), JSON.stringify(notebook));
    const failed = run(papermill!, [
      "-m",
      "papermill",
      "--no-progress-bar",
      join(folder, "failing.ipynb"),
      join(folder, "failed.ipynb"),
    ]);
    expect(failed.status).not.toBe(0);
    expect(stripVTControlCharacters(failed.stderr)).toContain("RangeError: no such tap");
  },
);

test.skipIf(!console)(
  "jupyter console runs what is typed, and asks for input (needs Python with jupyter_console)",
  () => {
    const cells = [
      "const taps = [1, 2, 1];",
      "taps.length * 3",
      "prompt('which filter?') + '!'\nblur",
      "throw new RangeError('no such tap')",
    ];
    // at an empty line the console shows what has come too late for the cell before
    const input = cells.map((code) => `${code}\n\n\n`).join("");
    const { stdout, stderr, status } = run(
      console!,
      ["-m", "jupyter_console", "--kernel", "sepconv", "--simple-prompt"],
      {
        input,
      },
    );
    expect(status).toBe(0);
    const shown = stripVTControlCharacters(stdout);
    expect(shown).toMatch(/sepconv \S+, TypeScript 7\S+ on Node/);
    expect(shown).toMatch(/Out\[2\]: 9/);
    expect(shown).toMatch(/which filter\?[^]*Out\[3\]: 'blur!'/);
    expect(stripVTControlCharacters(stderr)).toMatch(/RangeError: no such tap[^]*cell 4, line 1/);
  },
);
