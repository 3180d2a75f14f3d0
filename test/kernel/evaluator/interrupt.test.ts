import { expect, test } from "vitest";
import { openNotebook } from "../language/notebook.ts";

test.each([
  ["a loop before any await", "start(); while (true);"],
  ["a loop after an await", "await 1; start(); while (true);"],
  ["a loop in a timer", "setTimeout(() => { start(); while (true); }); await new Promise(() => {})"],
  ["a loop in a finally", "start(); try { while (true); } finally { while (true); }"],
  ["endless microtasks", "start(); for (;;) await 1"],
  ["endless ticks", "start(); (function tick() { process.nextTick(tick) })(); await new Promise(() => {})"],
  [
    "a loop in a later one of several immediates",
    "setImmediate(() => {}); setImmediate(() => { start(); while (true); }); await new Promise(() => {})",
  ],
  [
    "endless microtasks between two immediates",
    "setImmediate(async () => { start(); for (;;) await 1; }); setImmediate(() => {}); await new Promise(() => {})",
  ],
  ["a promise that never settles", "start(); await new Promise(() => {})"],
  ["Atomics.wait", "start(); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)"],
  ["a child process that execSync waits for", "start(); require('node:child_process').execSync('sleep 60')"],
  ["a loop in a module of the user's", "import { spin } from './spin.ts'; start(); spin()"],
  ["a display that never comes", "start(); display({ [Symbol.for('Jupyter.display')]: () => new Promise(() => {}) })"],
])("an interrupt ends %s and keeps the variables", async (_, code) => {
  const { run, interpreter } = openNotebook({ "spin.ts": "export function spin(): never { for (;;); }" });
  await run("let kept = [1, 2]; const start = () => console.log('started');");
  const { reply } = await run(`kept.push(3); ${code}`, ({ msg_type }) => {
    if (msg_type === "stream") interpreter.interrupt();
  });
  expect(reply).toMatchObject({ status: "error", ename: "Interrupted" });
  expect((await run("kept")).value).toBe("[ 1, 2, 3 ]");
});

test("an interrupt in one immediate leaves those after it", async () => {
  const { run, interpreter } = openNotebook();
  await run("let later = 0; const start = () => console.log('started');");
  const first = "setImmediate(() => { start(); while (true); });";
  const { reply } = await run(`${first} setImmediate(() => later++); await new Promise(() => {})`, () =>
    interpreter.interrupt(),
  );
  expect(reply).toMatchObject({ ename: "Interrupted" });
  expect((await run("later")).value).toBe("1");
});

test("immediates get their arguments, can be cleared, and fail the cell that they are of", async () => {
  const { run } = openNotebook();
  const given = await run("await new Promise((resolve) => setImmediate((...all) => resolve(all), 1, 'two'))");
  expect(given.value).toBe("[ 1, 'two' ]");
  const cleared = "clearImmediate(setImmediate(() => console.log('never')));";
  expect((await run(`${cleared} await new Promise((resolve) => setTimeout(resolve, 20))`)).stdout).toBe("");
  const failing = await run("setImmediate(() => { throw new RangeError('late'); }); await new Promise(() => {})");
  expect(failing.reply).toMatchObject({ ename: "RangeError" });
});

test("a second interrupt ends a child process that ignores the first", async () => {
  const { run, interpreter } = openNotebook();
  const deaf = `require('node:child_process').execSync("trap '' INT; echo deaf >&2; exec sleep 60", { stdio: 'inherit' })`;
  let interrupts = 0;
  const { reply } = await run(`${deaf}; 1`, ({ msg_type }) => {
    if (msg_type !== "stream" || interrupts++ > 0) return;
    interpreter.interrupt();
    setTimeout(() => interpreter.interrupt(), 200);
  });
  expect(reply).toMatchObject({ ename: "Interrupted" });
}, 20_000);

test("an interrupt lets a process go on that a cell has stopped", async () => {
  const { run, interpreter } = openNotebook();
  const { promise: stopped, resolve } = Promise.withResolvers<void>();
  const running = run(
    "console.log('stops'); process.on('SIGTSTP', () => {}); process.kill(process.pid, 'SIGSTOP');",
    () => resolve(),
  );
  await stopped;
  interpreter.interrupt();
  expect((await running).reply.status).toMatch(/ok|error/);
}, 20_000);

test("an interrupt when nothing runs does not touch the next cell", async () => {
  const { run, interpreter } = openNotebook();
  await run("1");
  for (let k = 0; k < 3; k++) interpreter.interrupt();
  expect((await run("let n = 0; const end = Date.now() + 200; while (Date.now() < end) n++; n > 0")).value).toBe(
    "true",
  );
});

test("a cell can be interrupted again and again", async () => {
  const { run, interpreter } = openNotebook();
  for (let k = 0; k < 5; k++) {
    const { reply } = await run("console.log('started'); while (true);", () => interpreter.interrupt());
    expect(reply).toMatchObject({ ename: "Interrupted" });
  }
});

test("a cell that was abandoned does not answer for a later one", async () => {
  const { run, interpreter } = openNotebook();
  await run("let release = () => {}");
  const { reply } = await run(
    "console.log('waits'); await new Promise<void>((resolve) => (release = resolve)); 'abandoned'",
    () => interpreter.interrupt(),
  );
  expect(reply).toMatchObject({ ename: "Interrupted" });
  expect((await run("release(); await new Promise((resolve) => setTimeout(resolve, 20)); undefined")).reply).toEqual({
    status: "ok",
  });
});
