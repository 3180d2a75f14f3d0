import { channel } from "node:diagnostics_channel";
import { expect, test } from "vitest";
import * as notebook from "../../src/notebook/index.ts";
import { openNotebook } from "../kernel/language/notebook.ts";
import { checkout } from "../package/installed.ts";

test("the signal fires at an interrupt, with its error, and the name stands for the next one", () => {
  const { abortSignal: first } = notebook;
  const error = new Error("interrupted");
  channel("sepconv.interrupt").publish(error);
  expect([first.aborted, first.reason]).toEqual([true, error]);
  expect(notebook.abortSignal.aborted).toBe(false);
  expect(notebook.abortSignal).not.toBe(first);
});

test("an interrupt of a cell fires the signal that the library exports", async () => {
  const { interpreter, run } = openNotebook({}, { folder: checkout });
  const { traceback } = await run('import { abortSignal } from "./src/notebook/index.ts"; globalThis.fired = [];');
  expect(traceback).toBe("");
  for (const count of [1, 2]) {
    const { reply } = await run(
      `abortSignal.addEventListener("abort", () => fired.push(abortSignal.aborted)); console.log("waits"); await new Promise(() => {});`,
      () => interpreter.interrupt(),
    );
    expect(reply).toMatchObject({ ename: "Interrupted" });
    expect((await run("fired.length")).value).toBe(String(count));
  }
});
