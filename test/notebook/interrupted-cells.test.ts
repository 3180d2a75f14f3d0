import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { openNotebook } from "../kernel/language/notebook.ts";

const IMPORTS = 'import { conv2d, nn, tf, useDevice } from "sepconv"; await useDevice("wasm");';

test("a cell that is interrupted in the library leaves it as it was: gradients, devices, a fused network's own layers", async () => {
  const { run, interpreter } = openNotebook({}, { folder: join(import.meta.dirname, "../..") });
  const interrupted = async (code: string) => {
    const running = run(code);
    await sleep(150);
    interpreter.interrupt();
    expect((await running).reply).toMatchObject({ ename: "Interrupted" });
  };
  await run(IMPORTS);
  await run("const x = tf.ones([8, 16, 32, 32]), w = tf.ones([16, 16, 3, 3])");
  for (let i = 0; i < 3; i++) {
    await interrupted("for (;;) tf.tidy(() => { tf.grad((w) => conv2d(x, w).square().sum())(w); })");
    const again = await run("tf.grad((w) => conv2d(x, w).square().sum())(w).shape.join()");
    expect([again.traceback, again.value]).toEqual(["", "'16,16,3,3'"]);
  }
  await interrupted('for (;;) { await useDevice("cpu"); await useDevice("wasm"); }');
  expect(await run('(await useDevice("wasm")).name')).toMatchObject({ value: "'wasm'" });

  await run("const net = new nn.Sequential(new nn.Conv2d(16, 16, 3), new nn.BatchNorm2d(16), new nn.ReLU()).eval()");
  const layers = "net.namedModules().map(([, m]) => m.constructor.name).join()";
  await run(`const fused = nn.fuse(net); const before = ${layers}`);
  await interrupted("for (;;) fused.forward(x).dispose()");
  expect(await run(`${layers} === before`)).toMatchObject({ value: "true" });
});
