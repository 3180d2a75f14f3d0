import { expect, test } from "vitest";
import { openNotebook } from "../notebook.ts";

test("%reset forgets all variables, and their types, before the rest of its cell", async () => {
  const { run } = openNotebook({}, { typecheck: "on" });
  await run("const x = 1; globalThis.y = 2; interface Shape { size: number }");
  expect((await run("%reset -f\nconst x = 'new'; [x, globalThis.y]")).value).toBe("[ 'new', undefined ]");
  expect((await run("const s: Shape = { size: 1 }")).traceback).toContain("Cannot find name 'Shape'");
});

test("%typecheck switches what type errors do, from its own cell on", async () => {
  const { run } = openNotebook({}, { typecheck: "on" });
  const wrong = "const n: string = 1; n";
  expect((await run(wrong)).reply).toMatchObject({ ename: "TypeScriptError" });
  const warned = await run(`%typecheck warn\n${wrong}`);
  expect(warned.value).toBe("1");
  expect(warned.stderr).toContain("TS2322");
  const off = await run(`%typecheck off\n${wrong}`);
  expect([off.value, off.stderr]).toEqual(["1", ""]);
  expect((await run("%typecheck")).stdout).toContain("off");
  expect((await run(`%typecheck on\n${wrong}`)).reply).toMatchObject({ ename: "TypeScriptError" });
});

test("a kernel that was started without type checking can be told to check", async () => {
  const { run } = openNotebook({}, { typecheck: "off" });
  await run("const early = 1");
  expect((await run("%typecheck on\nconst n: string = early")).reply).toMatchObject({ ename: "TypeScriptError" });
});

test("an unknown magic stops its cell before it runs", async () => {
  const { run } = openNotebook();
  const { reply, traceback, stdout } = await run("console.log('ran')\n%timr f()");
  expect(stdout).toBe("");
  expect(reply).toMatchObject({ ename: "UsageError", evalue: "there is no magic %timr: did you mean %time?", line: 2 });
  expect(traceback).toContain("> 2 | %timr f()");
});

test("%help shows the list, and %time? a page", async () => {
  const { run } = openNotebook();
  const [shown] = (await run("%help")).outputs;
  expect(shown).toMatchObject({ content: { data: { "text/markdown": expect.stringContaining("`%%writefile") } } });
  const { reply } = await run("%time?");
  expect(reply).toMatchObject({
    payload: [{ source: "page", data: { "text/plain": expect.stringContaining("%time STATEMENT") } }],
  });
});

test("name? shows a page of what is known of it, name?? more", async () => {
  const { run } = openNotebook({}, { typecheck: "on" });
  await run("/** Adds up. */\nfunction add(a: number, b: number) { return a + b }");
  const { reply } = await run("add?");
  expect(reply).toMatchObject({
    status: "ok",
    payload: [{ source: "page", data: { "text/plain": expect.stringContaining("Adds up.") } }],
  });
  expect(JSON.stringify((await run("add??")).reply)).toContain("a + b");
});

test("errors in cells with magics point at the cell's own lines", async () => {
  const { run } = openNotebook({}, { typecheck: "on" });
  const { traceback } = await run(
    "%time const o = { f: null }\n!true {o}\nfunction inner() { throw new Error('here') }\n%time inner()",
  );
  expect(traceback).toContain("at inner (cell 1, line 3");
  expect(traceback).toContain("at cell 1, line 4");
});
