import { delimiter, join } from "node:path";
import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { openNotebook } from "../../language/notebook.ts";

const hasNpm = (process.env.PATH ?? "").split(delimiter).some((folder) => existsSync(join(folder, "npm")));
const files = {
  "package.json": "{}",
  "local/package.json": JSON.stringify({ name: "of-our-own", version: "1.0.0", main: "index.js", types: "index.d.ts" }),
  "local/index.js": "exports.answer = 42;",
  "local/index.d.ts": "export declare const answer: number;",
};

test.skipIf(!hasNpm)(
  "a package is there, with its types, in the cell that installs it and after a failed import",
  async () => {
    const { run } = openNotebook(files, { typecheck: "on" });
    expect((await run('import { answer } from "of-our-own"; answer')).traceback).toContain(
      "Cannot find module 'of-our-own'",
    );
    const { value, stdout, traceback } = await run(
      'import { answer } from "of-our-own";\n%install --offline ./local\nanswer',
    );
    expect(traceback).toBe("");
    expect(stdout).toContain("added 1 package");
    expect(value).toBe("42");
    expect((await run("const text: string = answer;")).traceback).toContain(
      "Type 'number' is not assignable to type 'string'",
    );
  },
);

test.skipIf(!hasNpm)("what npm refuses fails the cell with npm's own words", async () => {
  const { run } = openNotebook(files);
  const { reply, stderr, traceback } = await run("const before = 1;\n  %install --offline ./nowhere");
  expect(reply).toMatchObject({
    ename: "CommandError",
    evalue: expect.stringContaining("npm install --offline ./nowhere"),
  });
  expect(stderr).toContain("npm error");
  expect(traceback).toContain("> 2 |   %install --offline ./nowhere");
  expect(traceback).not.toContain("__notebook");
  expect((await run("throw new Error('later')")).traceback).toContain("cell 2, line 1");
});

test("without npm the error says what is missing", async () => {
  const { run } = openNotebook(files, { environment: { PATH: "/nowhere" } });
  expect((await run("%install x")).reply).toMatchObject({
    evalue: expect.stringContaining("expected npm on the PATH"),
  });
});
