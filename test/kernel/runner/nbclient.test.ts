import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { readNotebook } from "../../../kernel/runner/nbformat/read.ts";
import type { CellOutput, Notebook } from "../../../kernel/runner/nbformat/notebook.ts";
import { formatNotebook } from "../../../kernel/runner/nbformat/write.ts";
import { pythonWith } from "../server/python.ts";
import { code, notebookOf, run, start, temporary } from "./sepconv.ts";

const python = pythonWith("nbclient");

afterEach(() => vi.unstubAllEnvs());

const NBCLIENT = `
import sys, nbformat, nbclient
notebook = nbformat.read(sys.argv[1], 4)
nbclient.NotebookClient(notebook, kernel_name="sepconv", timeout=60, record_timing=False, resources={"metadata": {"path": "."}}).execute()
nbformat.write(notebook, sys.argv[2])
`;

const shown = (data: object) => `({ [Symbol.for("Jupyter.display")]: () => (${JSON.stringify(data)}) })`;

const notebook = () =>
  notebookOf(
    { cell_type: "markdown", id: "", metadata: { own: 1 }, source: "# Title\n" },
    code(
      "let n: number = 3;\nfor (let i = 0; i < n; i++) console.log('line', i, 'é 😀');\nprocess.stdout.write('10%\\r20%');",
    ),
    code("n + 1"),
    code("({ a: [1.5, 2], b: 'text' })"),
    code("console.error('to stderr');"),
    code(" \n"),
    code(`const handle = display(${shown({ "text/plain": "first", "text/html": "<b>\n</b>" })});`),
    code(`handle.update(${shown({ "text/plain": "second", "application/json": { deep: [1, null] } })});\nundefined`),
    code("console.log('gone'); clearOutput({ wait: true }); console.log('kept');"),
    code("console.log('gone'); clearOutput();"),
    code(
      shown({
        "application/vnd.plotly.v1+json": {
          data: [{ y: [1, 0.1, 1e-7, 0.000012, 0.0001, -1e-300, 1e21, 123456789012] }],
          layout: {},
        },
        "text/plain": "figure",
      }),
    ),
    code("const before = 1;\n\nthrow new TypeError(`no ${before}`);", "raises-exception"),
    code("const wrong: number = 'text';", "raises-exception"),
    code("throw 1", "skip-execution"),
    code("n = await Promise.resolve(7); n"),
  );

/** nbclient keeps each piece of a stream by itself, in whatever pieces it came. */
function joinStreams(outputs: CellOutput[]): CellOutput[] {
  const joined: CellOutput[] = [];
  for (const output of outputs) {
    const last = joined.at(-1);
    if (output.output_type === "stream" && last?.output_type === "stream" && last.name === output.name)
      last.text += output.text;
    else joined.push(output);
  }
  return joined;
}

/** A notebook file to compare: nbclient adds what the kernel says of its language. */
async function comparable(path: string): Promise<Notebook> {
  const { metadata, ...rest } = await readNotebook(path);
  const { language_info: _, ...kept } = metadata;
  for (const cell of rest.cells) if (cell.cell_type === "code") cell.outputs = joinStreams(cell.outputs);
  return { ...rest, metadata: kept };
}

test.skipIf(python === undefined)(
  "gives the outputs that nbclient gets from the kernel over ZeroMQ (needs Python with nbclient)",
  { timeout: 120_000 },
  async () => {
    const folder = temporary();
    writeFileSync(join(folder, "a.ipynb"), formatNotebook(notebook()));
    expect(await start(["install", "--prefix", folder], folder).ended).toMatchObject({ code: 0 });
    execFileSync(python!, ["-c", NBCLIENT, "a.ipynb", "nbclient.ipynb"], {
      cwd: folder,
      env: { ...process.env, JUPYTER_PATH: join(folder, "share", "jupyter") },
      stdio: ["ignore", "ignore", "pipe"],
    });
    // without a browser there are no static pictures, which are the runner's own addition
    vi.stubEnv("SEPCONV_CHROMIUM", "/nonexistent");
    expect(await run(["a.ipynb", "--output", "out"], folder)).toMatchObject({ code: 0 });
    const ours = await comparable(join(folder, "out", "a.ipynb"));
    expect(ours).toEqual(await comparable(join(folder, "nbclient.ipynb")));
    expect(ours.cells.map((cell) => cell.cell_type === "code" && cell.outputs.length)).toEqual([
      false,
      2,
      1,
      1,
      1,
      0,
      1,
      0,
      1,
      0,
      1,
      1,
      1,
      0,
      1,
    ]);
  },
);

const nbformat = pythonWith("nbformat");

test.skipIf(nbformat === undefined)(
  "writes what Python's nbformat finds valid and writes again alike (needs Python with nbformat)",
  async () => {
    const folder = temporary();
    writeFileSync(join(folder, "a.ipynb"), formatNotebook(notebook()));
    expect(await run(["a.ipynb", "--output", "out"], folder)).toMatchObject({ code: 0 });
    const again =
      "import nbformat; n = nbformat.read('out/a.ipynb', 4); nbformat.validate(n); nbformat.write(n, 'again.ipynb')";
    execFileSync(nbformat!, ["-c", again], { cwd: folder });
    expect(readFileSync(join(folder, "out", "a.ipynb"), "utf8")).toBe(
      readFileSync(join(folder, "again.ipynb"), "utf8"),
    );
  },
);
