import { expect, test } from "vitest";
import { openNotebook } from "../language/notebook.ts";

/** What must work whatever the cells before have done: streams, displays, results, errors, interrupts. */
async function expectAlive({ run, interpreter }: ReturnType<typeof openNotebook>): Promise<void> {
  const next = await run("console.log('out'); console.error('err'); display('shown'); kept");
  expect(next).toMatchObject({ value: "41", stdout: "out\n", stderr: "err\n" });
  expect(next.outputs.map(({ msg_type }) => msg_type)).toContain("display_data");
  expect((await run("throw new RangeError('as before')")).reply).toMatchObject({ ename: "RangeError" });
  const { reply } = await run("console.log('started'); for (;;);", () => interpreter.interrupt());
  expect(reply).toMatchObject({ ename: "Interrupted" });
}

test.each([
  ["closes its stdout and stderr", "const fs = require('node:fs'); fs.closeSync(1); fs.closeSync(2);"],
  ["replaces process.stdout", "Object.defineProperty(process, 'stdout', { value: {} });"],
  ["replaces Promise", "globalThis.Promise = class {} as any;"],
  ["replaces JSON", "globalThis.JSON = undefined as any;"],
  ["replaces the functions of JSON", "JSON.parse = JSON.stringify = () => { throw new Error('mine') };"],
  ["replaces Error", "globalThis.Error = undefined as any;"],
  ["replaces Buffer and Atomics", "globalThis.Buffer = globalThis.Atomics = undefined as any;"],
  [
    "replaces timers",
    "globalThis.setImmediate = globalThis.setTimeout = globalThis.queueMicrotask = undefined as any;",
  ],
  [
    "freezes what is global",
    "[globalThis, Object, Array, Function].forEach((one) => Object.freeze('prototype' in one ? one.prototype : one));",
  ],
  ["takes stacks for itself", "Error.prepareStackTrace = () => { throw new Error('mine') };"],
  [
    "sits in a folder that is gone",
    "process.chdir(require('node:fs').mkdtempSync('gone-')); require('node:fs').rmdirSync(process.cwd());",
  ],
  ["leaves a hundred thousand timers", "for (let k = 0; k < 1e5; k++) setTimeout(() => {}, 1e6);"],
  ["leaves busy timers", "for (let k = 0; k < 1e3; k++) setInterval(() => {}, 1);"],
  ["stops for a debugger", "debugger;"],
  [
    "uses the inspector",
    "const session = new (require('node:inspector').Session)(); session.connect(); session.post('Debugger.enable');",
  ],
  ["closes the inspector", "require('node:inspector').close();"],
  ["ignores SIGINT", "process.on('SIGINT', () => {});"],
  [
    "hears uncaught errors itself",
    "process.on('uncaughtException', () => {}); setImmediate(() => { throw new Error('heard') });",
  ],
  ["prints what is no text", "require('node:fs').writeSync(1, Uint8Array.of(0xff, 0xc3, 0x28, 0xed, 0xa0, 0x80));"],
  ["takes the global Promise away", "globalThis.Promise = null;"],
  ["takes every descriptor", "try { for (;;) require('node:fs').openSync('/dev/null'); } catch {}"],
])("a cell that %s ends, and the next cells work with the variables of the earlier ones", async (_, code) => {
  const notebook = openNotebook();
  await notebook.run("let kept = 41");
  expect((await notebook.run(code)).reply).toMatchObject({ status: "ok" });
  await expectAlive(notebook);
});

test("a cell that takes console away hurts only those that use it, until another gives it back", async () => {
  const notebook = openNotebook();
  await notebook.run("let kept = 41; const { console: own } = globalThis;");
  expect((await notebook.run("globalThis.console = null; kept")).value).toBe("41");
  expect((await notebook.run("console.log(1)")).reply).toMatchObject({ ename: "TypeError", line: 1 });
  expect(await notebook.run("process.stdout.write('out'); kept")).toMatchObject({ value: "41", stdout: "out" });
  await notebook.run("globalThis.console = own");
  await expectAlive(notebook);
});

test.each([
  ["recursion without end", "const deeper = (): number => deeper() + 1; deeper()", "RangeError"],
  [
    "an error in a timer after all listeners are removed",
    "process.removeAllListeners(); setTimeout(() => { throw new TypeError('late') }); await new Promise(() => {})",
    "TypeError",
  ],
  [
    "a rejection after all listeners are removed",
    "process.removeAllListeners(); Promise.reject(new TypeError('late')); await new Promise(() => {})",
    "TypeError",
  ],
  [
    "a thrown proxy that refuses everything",
    "const no = () => { throw new Error('no') }; throw new Proxy({}, { get: no, has: no, ownKeys: no, getPrototypeOf: no })",
    "Error",
  ],
])("%s is an error of the cell, and the variables are kept", async (_, code, ename) => {
  const notebook = openNotebook();
  await notebook.run("let kept = 41");
  expect((await notebook.run(code)).reply).toMatchObject({ status: "error", ename });
  await expectAlive(notebook);
});

const LOST = "variables of earlier cells are lost";

test.each([
  [
    "ends itself by SIGSEGV",
    "process.kill(process.pid, 'SIGSEGV'); await new Promise(() => {})",
    "was ended by SIGSEGV",
  ],
  [
    "closes the descriptor of its replies",
    "require('node:fs').closeSync(3)",
    "closed a file descriptor by which the kernel runs cells",
  ],
  [
    "closes the descriptor of its requests",
    "require('node:fs').closeSync(4); await new Promise(() => {})",
    "closed a file descriptor",
  ],
  ["closes the descriptor of its signals", "require('node:fs').closeSync(5); for (;;);", "closed a file descriptor"],
  [
    "breaks the methods of arrays",
    "Array.prototype.map = Array.prototype.filter = () => { throw new Error('mine') }; throw new Error('real')",
    "kernel's own code failed",
  ],
  ["breaks iteration", "(Array.prototype as any)[Symbol.iterator] = undefined;", "kernel's own code failed"],
  [
    "breaks maps",
    "Map.prototype.get = Map.prototype.delete = () => { throw new Error('mine') };",
    "kernel's own code failed",
  ],
  ["breaks all JSON", "(Object.prototype as any).toJSON = () => 'gotcha';", "kernel's own code failed"],
])(
  "a cell that %s gets an error that says what is lost, and a fresh process runs the next cells",
  async (_, code, said) => {
    const notebook = openNotebook();
    await notebook.run("let kept = 40");
    const { reply } = await notebook.run(code);
    expect(reply).toMatchObject({ ename: "EvaluatorExit", evalue: expect.stringContaining(said) });
    expect(reply).toMatchObject({ evalue: expect.stringContaining(LOST) });
    await notebook.run("let kept = 41");
    await expectAlive(notebook);
  },
);

test("a child process that outlives its cell still prints, and ends with the kernel", async () => {
  const { run } = openNotebook();
  const { promise: heard, resolve: hear } = Promise.withResolvers<string>();
  const code =
    "require('node:child_process').spawn('sh', ['-c', 'sleep 0.2; echo late; sleep 600'], { stdio: 'inherit' }); 1";
  const { value } = await run(code, (output) => {
    if (output.msg_type === "stream") hear(output.content.text);
  });
  expect(value).toBe("1");
  expect(await heard).toBe("late\n");
});
