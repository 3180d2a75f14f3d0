import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openNotebook } from "../../language/notebook.ts";

test("%cd goes to a folder and back, and relative imports go on from the notebook's", async () => {
  const { run, folder } = openNotebook({ "below/x.txt": "", "part.ts": "export const part = 'found'" });
  expect((await run("%cd -")).reply).toMatchObject({ status: "error" });
  expect((await run("%cd below")).stdout).toBe(`${join(folder, "below")}\n`);
  expect((await run("import { part } from './part.ts'; [part, process.cwd()]")).value).toBe(
    `[ 'found', '${join(folder, "below")}' ]`,
  );
  expect((await run("%cd -")).stdout).toBe(`${folder}\n`);
  expect((await run("%cd -")).stdout).toBe(`${join(folder, "below")}\n`);
  expect((await run("const up = '..'\n%cd {up}")).stdout).toBe(`${folder}\n`);
  await run("%cd");
  expect((await run("process.cwd()")).value).toBe(`'${homedir()}'`);
});

test("%cd to what is no folder says so and stays", async () => {
  const { run, folder } = openNotebook({ "file.txt": "" });
  for (const target of ["nowhere", "file.txt"]) {
    const { reply } = await run(`%cd ${target}`);
    expect(reply).toMatchObject({
      evalue: `%cd: expected a folder, received "${target}"; there is no folder ${join(folder, target)}`,
    });
  }
  expect((await run("process.cwd()")).value).toBe(`'${folder}'`);
});

test("%env lists, shows and sets variables, and hides secrets in its list", async () => {
  const { run } = openNotebook({}, { environment: { PLAIN: "seen", SOME_API_TOKEN: "unseen" } });
  const { stdout } = await run("%env");
  expect(stdout).toContain("\nPLAIN=seen\n");
  expect(stdout).toContain("SOME_API_TOKEN=<hidden>\n");
  expect(stdout).not.toContain("unseen");
  expect((await run("%env SOME_API_TOKEN")).stdout).toBe("unseen\n");
  expect((await run("const n = 2\n%env A='{n} $PLAIN'\n%env B ${A}!\nprocess.env.B")).value).toBe("'2 seen!'");
  expect((await run("%env NOWHERE")).reply).toMatchObject({
    evalue: "%env: there is no variable NOWHERE; %env NOWHERE=VALUE sets it",
  });
});

test("%%writefile writes, overwrites and appends the cell's text as it is", async () => {
  const { run, folder } = openNotebook();
  const file = join(folder, "notes.txt");
  expect((await run("%%writefile notes.txt\nlet x = `${\n  'é'\n")).stdout).toBe("Writing notes.txt\n");
  expect(readFileSync(file, "utf8")).toBe("let x = `${\n  'é'\n");
  expect((await run("%%writefile 'notes.txt'\none")).stdout).toBe("Overwriting notes.txt\n");
  expect((await run("%%writefile -a notes.txt\n%time two\n!three")).stdout).toBe("Appending to notes.txt\n");
  expect(readFileSync(file, "utf8")).toBe("one\n%time two\n!three\n");
});

test("a file that %%writefile wrote can be imported, and again after it was rewritten", async () => {
  const { run } = openNotebook({}, { typecheck: "on" });
  await run("%%writefile part.ts\nexport const part: number = 1;");
  expect((await run("import { part } from './part.ts'; part")).value).toBe("1");
  await run("%%writefile part.ts\nexport const part = 'text';");
  expect((await run("import { part } from './part.ts'; part.toUpperCase()")).value).toBe("'TEXT'");
});

test("%%writefile makes no folder, and says how to", async () => {
  const { run, folder } = openNotebook();
  const { reply } = await run("%%writefile new/notes.txt\ntext");
  expect(reply).toMatchObject({
    evalue: `%%writefile: there is no folder ${join(folder, "new")}; make it first: !mkdir -p ${join(folder, "new")}`,
  });
});

test.each(["%%writefile below", "%%writefile -a below"])(
  "%s to a folder names it, and no other file",
  async (magic) => {
    const { run, folder } = openNotebook({ "below/x.txt": "" });
    const { traceback } = await run(`${magic}\ntext`);
    expect(traceback).toContain(`received ${join(folder, "below")} (`);
    expect(traceback).not.toMatch(/below\.\d/);
  },
);

test.each(["html", "markdown"])("%%%s shows the rest of the cell", async (type) => {
  const { outputs } = await openNotebook().run(`%%${type}\n<b>it's\n</b>`);
  expect(outputs).toEqual([
    {
      msg_type: "display_data",
      content: {
        data: { [`text/${type}`]: "<b>it's\n</b>", "text/plain": "<b>it's\n</b>" },
        metadata: {},
        transient: {},
      },
    },
  ]);
});
