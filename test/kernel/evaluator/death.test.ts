import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { openNotebook } from "../language/notebook.ts";

test.each([
  ["process.exit", "process.exit(3)", /ended with exit code 3, as process\.exit\(3\) does/],
  ["a signal", "process.kill(process.pid, 'SIGKILL'); await new Promise(() => {})", /ended by SIGKILL/],
  ["a signal that Node takes for the end", "process.kill(process.pid, 'SIGTSTP')", /sends its own process a signal/],
  ["a crash", "process.abort()", /aborted, as process\.abort\(\) does/],
])("a cell that ends its process by %s gets an error that says so, and the next cell runs", async (_, code, said) => {
  const { run } = openNotebook();
  await run("const before = 1");
  const { reply, stdout } = await run(`console.log('last words'); ${code}`);
  expect(stdout).toBe("last words\n");
  expect(reply).toMatchObject({ status: "error", ename: "EvaluatorExit", evalue: expect.stringMatching(said) });
  expect((await run("typeof before")).value).toBe("'undefined'");
  expect((await run("const before = 2; before")).value).toBe("2");
});

test.each([
  "process.on('exit', () => { throw new Error('stays') }); process.exit()",
  "process.emit('exit', 0 as never)",
])("a process that says that it exits and does not keeps its variables: %s", async (code) => {
  const { run } = openNotebook();
  await run("let kept = 41");
  await run(code);
  expect((await run("kept + 1")).value).toBe("42");
  expect((await run("throw new RangeError('seen')")).reply).toMatchObject({ ename: "RangeError", line: 1 });
});

test("a cell that takes all memory gets an error that says so", async () => {
  const { run } = openNotebook({}, { environment: { NODE_OPTIONS: "--max-old-space-size=48" } });
  const { reply } = await run("const hog: number[][] = []; while (true) hog.push(new Array(1e5).fill(1.5))");
  expect(reply).toMatchObject({ ename: "EvaluatorExit", evalue: expect.stringContaining("out of memory") });
  expect((await run("1 + 1")).value).toBe("2");
}, 60_000);

test("a process that ends between cells is told of once and replaced", async () => {
  const { run } = openNotebook();
  const { promise: told, resolve: tell } = Promise.withResolvers<string>();
  await run("setTimeout(() => process.exit(4), 20); 1", (output) => {
    if (output.msg_type === "stream") tell(output.content.text);
  });
  expect(await told).toMatch(/exit code 4/);
  expect((await run("1 + 1")).value).toBe("2");
});

test("types of a lost process are forgotten with its variables", async () => {
  const { run } = openNotebook({}, { typecheck: "on" });
  await run("const gone = 1");
  await run("process.exit()");
  expect((await run("gone")).reply).toMatchObject({ evalue: expect.stringContaining("Cannot find name 'gone'") });
});

test("errors that nothing catches end the cell that runs, and are only shown after it", async () => {
  const { run } = openNotebook();
  const running = await run("setTimeout(() => { throw new RangeError('in a timer') });\nawait new Promise(() => {})");
  expect(running.reply).toMatchObject({ ename: "RangeError", evalue: "in a timer", line: 1 });
  expect((await run("\nPromise.reject(new TypeError('unheard')); 1")).reply).toMatchObject({
    ename: "TypeError",
    line: 2,
  });
  const { promise: shown, resolve: show } = Promise.withResolvers<string>();
  const after = await run(
    "let alive = 1; setTimeout(() => { Promise.reject(new Error('too late')) }, 20); alive",
    (output) => {
      if (output.msg_type === "stream" && output.content.name === "stderr") show(output.content.text);
    },
  );
  expect(after.value).toBe("1");
  expect(await shown).toMatch(/too late[^]*cell 3, line 1/);
  expect((await run("alive")).value).toBe("1");
});

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

async function gone(pids: number[]): Promise<void> {
  while (pids.some(isAlive)) await sleep(20);
}

test.each(["{ stdio: 'inherit' }", "{ detached: true }"])(
  "dispose also ends what cells started with %s",
  async (options) => {
    const { run, interpreter } = openNotebook();
    const started = await run(`require('node:child_process').spawn('sleep', ['600'], ${options}).pid`);
    await interpreter.dispose();
    await expect(gone([Number(started.value)])).resolves.toBeUndefined();
  },
);

test("when the kernel itself is killed, nothing that it started stays", async () => {
  const { folder } = openNotebook();
  const module = new URL("../../../kernel/language/interpreter.ts", import.meta.url).href;
  const kernel = spawn(
    process.execPath,
    [
      "--input-type=module",
      "-e",
      `import { execFileSync } from "node:child_process";
       import { Interpreter } from ${JSON.stringify(module)};
       const interpreter = new Interpreter({ folder: ${JSON.stringify(folder)}, typecheck: "on" });
       await interpreter.execute("const child = require('node:child_process').spawn('sleep', ['600']); console.log(process.pid, child.pid)", (output) => {
         const checkers = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" }).split("\\n").map((line) => line.trim().split(/ +/));
         console.log(output.content.text.trim(), ...checkers.filter(([, parent]) => Number(parent) === process.pid).map(([pid]) => pid));
       });
       await interpreter.execute("while (true);", () => {});`,
    ],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const [line] = await new Promise<string[]>((resolve) =>
    createInterface({ input: kernel.stdout }).once("line", (text) => resolve([text])),
  );
  const pids = (line ?? "").split(" ").map(Number);
  expect(pids.length).toBeGreaterThanOrEqual(4);
  kernel.kill("SIGKILL");
  await gone(pids);
});
