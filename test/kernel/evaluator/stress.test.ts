import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { openNotebook } from "../language/notebook.ts";
import { Random } from "../server/random.ts";

const CELLS = [
  "for (;;);",
  "await null; for (;;);",
  "for (;;) await 1;",
  "await new Promise(() => {});",
  "for (;;) console.log('x'.repeat(100));",
  "for (;;) console.error('é中'.repeat(1000));",
  "for (;;) display(1);",
  "setInterval(() => { for (let k = 0; k < 1e7; k++); }, 1); await new Promise(() => {});",
  "(function tick() { process.nextTick(tick) })(); await new Promise(() => {});",
  "for (;;) await new Promise((resolve) => setImmediate(resolve));",
  "for await (const chunk of require('node:fs').createReadStream('/dev/zero')) chunk.length;",
  "for (;;) try { for (;;) JSON.parse('{}'); } finally { kept = 7; }",
  "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);",
  "require('node:child_process').execSync('sleep 60');",
  "!sleep 60",
  "class Endless { static { for (;;); } }",
  "kept + 1",
];

/** Fails by name where the test's own time limit would leave open what hangs. */
function soon<Result>(result: Promise<Result>, what: string): Promise<Result> {
  const late = sleep(60_000, undefined, { ref: false }).then(() =>
    Promise.reject(new Error(`${what}: no end in sight`)),
  );
  return Promise.race([result, late]);
}

test("wherever interrupts fall, each ends its cell and the next cell runs", { timeout: 240_000 }, async () => {
  const { run, interpreter } = openNotebook();
  await run("var kept = 7");
  const random = new Random(20);
  for (let round = 0; round < 60; round++) {
    const code = random.pick(CELLS);
    const [delay, gap, again] = [random.below(random.pick([5, 80])), random.below(20), random.below(3) === 0];
    const interrupted = run(code);
    await sleep(delay);
    interpreter.interrupt();
    if (again) {
      await sleep(gap);
      interpreter.interrupt();
    }
    const { reply } = await soon(interrupted, `round ${round}: ${code}`);
    // a cell that is done at once may be faster than the interrupt
    const expected = code === "kept + 1" && reply.status === "ok" ? { status: "ok" } : { ename: "Interrupted" };
    expect(reply, `round ${round}: ${code}`).toMatchObject(expected);
    const next = await soon(run("console.log('alive'); kept"), `round ${round}: after ${code}`);
    expect(next, `round ${round}: after ${code}`).toMatchObject({ value: "7" });
    expect(next.stdout).toContain("alive\n");
  }
});

test("a cell that is sent between two interrupts runs after both", async () => {
  const { run, interpreter } = openNotebook();
  await run("1");
  const first = run("for (;;);");
  const second = interpreter.execute("6 * 7", () => {}, { subshell: "beside" });
  interpreter.interrupt();
  await sleep(1);
  const third = interpreter.execute("6 * 7", () => {}, { subshell: "another" });
  interpreter.interrupt();
  expect((await soon(first, "first")).reply).toMatchObject({ ename: "Interrupted" });
  for (const reply of await soon(Promise.all([second, third]), "second and third"))
    expect(reply.status === "ok" || reply.ename === "Interrupted").toBe(true);
  expect((await run("6 * 7")).value).toBe("42");
});
