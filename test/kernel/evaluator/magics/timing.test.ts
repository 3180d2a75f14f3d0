import { expect, test } from "vitest";
import { openNotebook } from "../../language/notebook.ts";

const TIMES = /^CPU times: user .+, sys: .+, total: .+\nWall time: (?<wall>[\d.]+) (?<unit>s|ms|µs|ns)\n$/;
const MEASURED =
  /^[\d.]+ (?:s|ms|µs|ns) ± [\d.]+ (?:s|ms|µs|ns) per loop \(mean ± std\. dev\. of (?<runs>\d+) runs?, (?<loops>[\d,]+) loops? each(?<awaited>, promises awaited)?\)\n$/;

test("%time prints the time of a statement; its value is shown and what it declares stays", async () => {
  const { run } = openNotebook();
  const { stdout, value } = await run("%time const { x } = { x: 6 }\nx * 7");
  expect(stdout).toMatch(TIMES);
  expect(value).toBe("42");
  expect(await run("%time x + 1")).toMatchObject({ value: "7", stdout: expect.stringMatching(TIMES) });
  expect(await run("%time for (var i = 0; i < 10; i++) x;\ni")).toMatchObject({
    value: "10",
    stdout: expect.stringMatching(TIMES),
  });
});

test("%time times all of its line, and shows the value of the last expression", async () => {
  const wait = "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60)";
  const { value, stdout } = await openNotebook().run(`%time 1; ${wait}; 42`);
  expect(value).toBe("42");
  const [, time, unit] = /Wall time: ([\d.]+) (m?s)/.exec(stdout) ?? [];
  expect(Number(time) * (unit === "s" ? 1000 : 1)).toBeGreaterThan(59);
});

test("%time waits for promises, and does not fall short of what a timer takes", async () => {
  const { run } = openNotebook();
  const { stdout, value } = await run("%time new Promise((resolve) => setTimeout(resolve, 50, 'done'))");
  const { wall, unit } = TIMES.exec(stdout)?.groups ?? {};
  expect(value).toBe("'done'");
  expect(unit).toMatch(/^m?s$/);
  // a timer may come a millisecond early
  expect(Number(wall) * (unit === "s" ? 1000 : 1)).toBeGreaterThanOrEqual(48);
});

test.each(["%time JSON.parse('{')", "%%time\nJSON.parse('{')"])(
  "%j prints the time also when it throws",
  async (code) => {
    const { stdout, reply, traceback } = await openNotebook().run(code);
    expect(stdout).toMatch(TIMES);
    expect(reply).toMatchObject({ status: "error", ename: "SyntaxError" });
    expect(traceback).toContain("JSON.parse('{')");
  },
);

test("%%time prints the time of a cell, whose last value is its result", async () => {
  const { run } = openNotebook();
  const { stdout, value } = await run(
    "%%time\nimport { basename } from 'node:path';\nconst name = basename('/a/b');\nname",
  );
  expect(value).toBe("'b'");
  expect(stdout).toMatch(TIMES);
  expect((await run("name")).stdout).toBe("");
});

test("%timeit runs an expression as often as it is told, and gives no result", async () => {
  const { run } = openNotebook();
  const { stdout, value } = await run("let n = 0;\n%timeit -n 30 -r 4 n++");
  expect(MEASURED.exec(stdout)?.groups).toEqual({ runs: "4", loops: "30", awaited: undefined });
  expect(value).toBeUndefined();
  expect((await run("n")).value).toBe("120");
});

test("%timeit chooses its loops so that a run takes a fifth of a second", async () => {
  const { run } = openNotebook();
  const loops = async (code: string) => MEASURED.exec((await run(`%timeit -r 1 ${code}`)).stdout)?.groups?.loops;
  expect(await loops("Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 250)")).toBe("1");
  expect(await loops("Math.random()")).toMatch(/^10{0,2}(?:,000)+$/);
});

test("%timeit awaits promises and says so", async () => {
  const { run } = openNotebook();
  for (const code of [
    "new Promise((resolve) => setTimeout(resolve, 2))",
    "await new Promise((resolve) => setTimeout(resolve, 2))",
  ]) {
    const { stdout } = await run(`%timeit -n 2 -r 2 ${code}`);
    expect(MEASURED.exec(stdout)?.groups?.awaited).toBe(", promises awaited");
    expect(stdout).toMatch(/^[2-9]\.?\d* ms|^1\.9\d ms|^\d\d\.?\d* ms/);
  }
});

test("%%timeit measures a cell, whose declarations end with it", async () => {
  const { run } = openNotebook();
  const { stdout } = await run(
    "%%timeit -n 5 -r 1\nconst local = 1;\nglobalThis.times = (globalThis.times ?? 0) + local;",
  );
  expect(stdout).toMatch(MEASURED);
  expect((await run("[globalThis.times, typeof local]")).value).toBe("[ 5, 'undefined' ]");
});

test("an interrupt ends %timeit for good, also between promises", async () => {
  const { run, interpreter } = openNotebook();
  await run("let n = 0");
  const { reply } = await run(
    "console.log('begun');\n%timeit -n 1000000000 await new Promise((resolve) => setImmediate(() => resolve(n++)))",
    () => interpreter.interrupt(),
  );
  expect(reply).toMatchObject({ status: "error", ename: "Interrupted" });
  await run(
    "await new Promise((resolve) => setTimeout(resolve, 20)); const then = n; await new Promise((resolve) => setTimeout(resolve, 50));",
  );
  expect((await run("n === then")).value).toBe("true");
});

test("what is timed is checked in its place", async () => {
  const { run } = openNotebook({}, { typecheck: "on" });
  const { traceback, reply } = await run("%time const n: string = 1");
  expect(reply).toMatchObject({ ename: "TypeScriptError", line: 1 });
  expect(traceback).toContain("> 1 | %time const n: string = 1\n    |             ^");
  expect((await run("%timeit -n 1 missing()")).traceback).toContain("Cannot find name 'missing'");
  expect((await run("%time const right = 1\nright satisfies 1")).value).toBe("1");
});
