import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { command } from "../../../kernel/runner/command.ts";
import { code, load, notebookOf, run, start, temporary, text, write } from "./sepconv.ts";

describe("a notebook", () => {
  test("runs, is written with its outputs and as a page, and stays as it was", async () => {
    const folder = temporary();
    const path = write(
      folder,
      "a.ipynb",
      text("# Title"),
      code("let a = 2;\nconsole.log('hi');"),
      code("a * 21"),
      code(" "),
    );
    const before = readFileSync(path, "utf8");
    const { code: exit, stdout, stderr } = await run(["a.ipynb", "--output", "build/deep"], folder);
    expect({ exit, stdout: stdout.replace(/[\d.]+ s/u, "# s") }).toEqual({
      exit: 0,
      stdout:
        "a.ipynb: 2 code cells in # s → build/deep/a.ipynb, build/deep/a.html\nall pages: build/deep/index.html\n",
    });
    expect(stderr).toBe("a.ipynb: cell 1/4\na.ipynb: cell 2/4\na.ipynb: cell 3/4\na.ipynb: cell 4/4\n");
    expect(readFileSync(path, "utf8")).toBe(before);
    const cells = load(join(folder, "build/deep/a.ipynb")).cells;
    expect(cells.map(({ id }) => id)).toEqual(["cell-1", "cell-2", "cell-3", "cell-4"]);
    expect(cells[1]).toMatchObject({ execution_count: 1, outputs: [{ name: "stdout", text: ["hi\n"] }] });
    expect(cells[2]).toMatchObject({
      execution_count: 2,
      outputs: [{ output_type: "execute_result", execution_count: 2 }],
    });
    expect(cells[3]).toMatchObject({ execution_count: null, outputs: [] });
    expect(readFileSync(join(folder, "build/deep/a.html"), "utf8")).toContain("<title>Title</title>");
  });

  test("stops at the first cell that fails, says where, and is still written with the error", async () => {
    const folder = temporary();
    write(folder, "a.ipynb", text("x"), code("1"), code("const a = 1;\nthrow new TypeError('boom');"), code("'never'"));
    const { code: exit, stderr } = await run(["a.ipynb", "--inplace"], folder);
    expect(exit).toBe(1);
    expect(stderr).toContain("a.ipynb: cell 3 of 4 (In [2]), line 2 failed:\nTypeError: boom");
    expect(stderr).not.toContain("\u001B");
    const cells = load(join(folder, "a.ipynb")).cells;
    expect(cells[2]).toMatchObject({ outputs: [{ output_type: "error", ename: "TypeError", evalue: "boom" }] });
    expect(cells[3]).toMatchObject({ execution_count: null, outputs: [] });
  });

  test("goes on after a cell that is tagged raises-exception, and past one tagged skip-execution", async () => {
    const folder = temporary();
    write(
      folder,
      "a.ipynb",
      code("throw new Error('x')", "raises-exception"),
      code("throw 1", "skip-execution"),
      code("3"),
    );
    expect((await run(["a.ipynb", "--inplace"], folder)).code).toBe(0);
    const cells = load(join(folder, "a.ipynb")).cells;
    expect(cells[0]).toMatchObject({ outputs: [{ ename: "Error" }] });
    expect(cells[2]).toMatchObject({ execution_count: 2 });
  });

  test("keeps what it does not know: metadata, raw cells, MIME types of cells that do not run", async () => {
    const folder = temporary();
    const output = {
      output_type: "display_data" as const,
      data: { "application/x-unheard-of": "a" },
      metadata: { b: 1 },
    };
    const raw = { cell_type: "raw" as const, id: "", metadata: { format: "x/y" }, source: "raw" };
    const notebook = notebookOf({ ...code("1", "skip-execution"), outputs: [output] }, raw);
    writeFileSync(join(folder, "a.ipynb"), JSON.stringify({ ...notebook, metadata: { own: { deep: [1] } } }));
    await run(["a.ipynb", "--output", "out"], folder);
    const again = load(join(folder, "out/a.ipynb"));
    expect(again.metadata).toEqual({ own: { deep: [1] } });
    expect(again.cells[1]).toMatchObject({ metadata: { format: "x/y" }, source: ["raw"] });
    expect(readFileSync(join(folder, "out/a.html"), "utf8")).toContain("application/x-unheard-of");
  });

  test("gives its page alone where only that is asked for", async () => {
    const folder = temporary();
    write(folder, "a.ipynb", code("1"));
    expect(await run(["a.ipynb", "--html", "pages/b.html"], folder)).toMatchObject({ code: 0 });
    expect(readdirSync(join(folder, "pages"))).toEqual(["b.html"]);
  });

  test("takes its imports from its own folder", async () => {
    const folder = temporary();
    mkdirSync(join(folder, "sub"));
    writeFileSync(join(folder, "sub", "seven.ts"), "export const seven: number = 7;");
    write(
      join(folder, "sub"),
      "a.ipynb",
      code('import { seven } from "./seven.ts";\nif (seven !== 7) throw new Error("no")'),
    );
    expect(await run(["sub/a.ipynb"], folder)).toMatchObject({ code: 0 });
  });

  test("that is interrupted ends its cell and is written so far", async () => {
    const folder = temporary();
    write(folder, "a.ipynb", code("1"), code("for (;;) {}", "raises-exception"), code("2"));
    const { child, ended } = start(["run", "a.ipynb", "--inplace"], folder);
    await new Promise<void>((resolve) =>
      child.stderr.on("data", (line: string) => {
        if (line.includes("cell 2/3")) resolve();
      }),
    );
    child.kill("SIGINT");
    const { code: exit, stderr } = await ended;
    expect(exit).toBe(1);
    expect(stderr).toContain("Interrupted: the run was stopped\n");
    expect(load(join(folder, "a.ipynb")).cells.map((cell) => cell.cell_type === "code" && cell.outputs.length)).toEqual(
      [1, 1, 0],
    );
  });
});

test("a notebook that stops early reports the cells of this run alone", async () => {
  const folder = temporary();
  const stale = { ...code("3"), execution_count: 3 };
  write(folder, "a.ipynb", code("1"), code("throw new Error('x')"), stale, {
    ...stale,
    metadata: { tags: ["skip-execution"] },
  });
  expect((await run(["a.ipynb"], folder)).stdout).toMatch(/^a\.ipynb: 2 code cells in /u);
});

describe("several notebooks", () => {
  test("that are named twice run once", async () => {
    const folder = temporary();
    write(folder, "a.ipynb", code("1"));
    write(folder, "b.ipynb", code("1"));
    const { code: exit, stdout } = await run(["b.ipynb", ".", "./b.ipynb", "--inplace"], folder);
    expect(exit).toBe(0);
    expect(stdout.split("\n").map((line) => line.split(":")[0])).toEqual(["b.ipynb", "a.ipynb", ""]);
  });

  test("of a folder run by name, and stop at the first that fails", async () => {
    const folder = temporary();
    write(folder, "b.ipynb", code("throw new Error('b')"));
    write(folder, "a.ipynb", code("1"));
    write(folder, "c.ipynb", code("1"));
    writeFileSync(join(folder, "other.ts"), "throw 1");
    const { code: exit, stdout } = await run([".", "--output", "out"], folder);
    expect(exit).toBe(1);
    expect(stdout.split("\n").map((line) => line.split(":")[0])).toEqual(["a.ipynb", "b.ipynb", "all pages", ""]);
    expect(readdirSync(join(folder, "out")).sort()).toEqual(["a.html", "a.ipynb", "b.html", "b.ipynb", "index.html"]);
  });
});

describe("parameters", () => {
  test("are set after the cell that declares them", async () => {
    const folder = temporary();
    write(
      folder,
      "a.ipynb",
      code("let n: number = 3;\nconst name = 'x';", "parameters"),
      code("console.log(name.repeat(n))"),
    );
    const { code: exit } = await run(["a.ipynb", "--inplace", "-p", "n=2", "-p", "name=ab"], folder);
    expect(exit).toBe(0);
    const [, injected, last] = load(join(folder, "a.ipynb")).cells;
    expect(injected).toMatchObject({ metadata: { tags: ["injected-parameters"] }, execution_count: 2 });
    expect(last).toMatchObject({ outputs: [{ text: ["abab\n"] }] });
  });

  test("of a notebook that declares none are declared first, and this is said", async () => {
    const folder = temporary();
    write(folder, "a.ipynb", code("console.log(n)"));
    const { code: exit, stderr } = await run(["a.ipynb", "--inplace", "-p", "n=2"], folder);
    expect(exit).toBe(0);
    expect(stderr).toMatch(/^a\.ipynb: expected a cell tagged "parameters", found none; .* in a cell put first\n/u);
    expect(load(join(folder, "a.ipynb")).cells[1]).toMatchObject({ outputs: [{ text: ["2\n"] }] });
  });

  test("of a wrong type stop the notebook with an error that names them", async () => {
    const folder = temporary();
    write(folder, "a.ipynb", code("let m = 1;\nlet n: number = 3;", "parameters"), code("console.log('ran')"));
    const { code: exit, stderr } = await run(["a.ipynb", "-p", "m=2", "-p", 'n="x"'], folder);
    expect(exit).toBe(1);
    expect(stderr).toContain('line 3, parameter let n: number = "x"; failed:');
    expect(stderr).toContain("2322");
  });
});

describe("--check", () => {
  test("passes on what a run gave, and shows what differs from it", async () => {
    const folder = temporary();
    write(folder, "a.ipynb", code("console.log(1 / 3)"), code("console.log(performance.now())", "timing"), code("'x'"));
    await run(["a.ipynb", "--inplace"], folder);
    expect(await run(["a.ipynb", "--check"], folder)).toMatchObject({ code: 0 });
    const path = join(folder, "a.ipynb");
    writeFileSync(path, readFileSync(path, "utf8").replace("0.333", "0.334"));
    const { code: exit, stderr } = await run(["a.ipynb", "--check"], folder);
    expect(exit).toBe(1);
    expect(stderr).toMatch(/cell 1 \(id cell-1\) differ .*stdout\n {2}line 1\n {2}- 0\.334\d+\n {2}\+ 0\.333\d+/u);
  });
});

describe("is refused before anything runs, with exit code 2:", () => {
  const ran = code("require('node:fs').writeFileSync('ran', '')");
  const python = JSON.stringify({ ...notebookOf(ran), metadata: { language_info: { name: "python" } } });
  const cases: [string, string[], string, ((folder: string) => void)?][] = [
    ["nothing", [], "expected a notebook, a folder or a script, received nothing"],
    ["an unknown option", ["a.ipynb", "--fast"], "Unknown option '--fast'; see"],
    ["a missing file", ["none.ipynb"], 'received "none.ipynb", which does not exist'],
    ["a folder without notebooks", ["empty"], "which has none", (folder) => mkdirSync(join(folder, "empty"))],
    ["another file", ["a.txt"], 'received "a.txt"', (folder) => writeFileSync(join(folder, "a.txt"), "")],
    [
      "text that is not JSON",
      ["bad.ipynb"],
      "expected JSON",
      (folder) => writeFileSync(join(folder, "bad.ipynb"), "{"),
    ],
    [
      "a notebook in another language",
      ["py.ipynb"],
      "expected a TypeScript notebook, received one in python",
      (folder) => writeFileSync(join(folder, "py.ipynb"), python),
    ],
    ["a malformed parameter", ["a.ipynb", "-p", "n"], 'expected name=value, received "n"'],
    ["a parameter that is not declared", ["p.ipynb", "-p", "n=1"], "declared: m"],
    ["another type check", ["a.ipynb", "--typecheck", "maybe"], "expected --typecheck to be on, warn, off"],
    ["a page for two notebooks", ["a.ipynb", "p.ipynb", "--html", "x.html"], "expected one notebook, received 2"],
    ["a check in place", ["a.ipynb", "--check", "--inplace"], "run it without --inplace"],
    [
      "a script with a page",
      ["s.ts", "--html", "x.html"],
      "are for notebooks",
      (folder) => writeFileSync(join(folder, "s.ts"), ""),
    ],
    ["an output over the source", ["a.ipynb", "--output", "."], "use --inplace to replace it"],
    [
      "a read-only target",
      ["a.ipynb", "--inplace"],
      "it is read-only",
      (folder) => chmodSync(join(folder, "a.ipynb"), 0o444),
    ],
    ["an output folder that is a file", ["a.ipynb", "--output", "p.ipynb"], "expected a folder that can be written"],
    ...(process.platform === "linux"
      ? [
          [
            "an output folder that the system does not let be made",
            ["a.ipynb", "--output", "/proc/none"],
            "/proc/none",
          ] as [string, string[], string],
        ]
      : []),
    ["a number that is none", ["p.ipynb", "-p", "m=[1e999]"], "expected numbers up to ±1.7976931348623157e+308"],
    ["an empty output folder", ["a.ipynb", "--output", ""], "--output: expected a path, received an empty string"],
    ["two results of one name", ["a.ipynb", "sub/a.ipynb", "--output", "out"], "two results have this name"],
  ];
  const home = process.cwd();
  afterEach(() => {
    process.chdir(home);
    vi.restoreAllMocks();
  });
  test.each(cases)("%s", async (_what, args, message, prepare) => {
    const folder = temporary();
    write(folder, "a.ipynb", ran);
    write(folder, "p.ipynb", code("let m = 1", "parameters"), ran);
    mkdirSync(join(folder, "sub"));
    write(join(folder, "sub"), "a.ipynb", ran);
    prepare?.(folder);
    const before = readFileSync(join(folder, "a.ipynb"), "utf8");
    const told = vi.spyOn(console, "error").mockReturnValue(undefined);
    process.chdir(folder);
    expect(await command(args)).toBe(2);
    expect(told.mock.calls).toEqual([[expect.stringMatching(/^sepconv run: /u)]]);
    expect(told.mock.calls[0]![0]).toContain(message);
    expect(readFileSync(join(folder, "a.ipynb"), "utf8")).toBe(before);
    expect(existsSync(join(folder, "ran"))).toBe(false);
  });
});

test("a refusal goes to stderr, and its exit code is the process's", async () => {
  const { code: exit, stdout, stderr } = await run(["none.ipynb"], temporary());
  expect({ exit, stdout }).toEqual({ exit: 2, stdout: "" });
  expect(stderr).toBe(
    'sepconv run: expected a notebook, a folder or a script, received "none.ipynb", which does not exist\n',
  );
});

test("--help tells every option", async () => {
  const { code: exit, stdout } = await run(["--help"], temporary());
  expect(exit).toBe(0);
  for (const option of ["--output", "--inplace", "--html", "-p", "--typecheck", "--check"])
    expect(stdout).toContain(option);
});
