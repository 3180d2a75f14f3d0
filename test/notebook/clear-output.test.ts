import { afterEach, expect, test, vi } from "vitest";

/** clearOutput of a library that is imported now, in whatever kernel the global scope tells of. */
async function imported() {
  vi.resetModules();
  return (await import("../../src/notebook/clear-output.ts")).clearOutput;
}

afterEach(() => void vi.unstubAllGlobals());

test("it is the kernel's own, also where its import has taken that one's name", async () => {
  const cleared: unknown[] = [];
  vi.stubGlobal("clearOutput", (options: unknown) => cleared.push(options));
  const clear = await imported();
  vi.stubGlobal("clearOutput", clear);
  clear();
  clear({ wait: true });
  expect(cleared).toEqual([{ wait: false }, { wait: true }]);
});

test("Deno's notebooks hear it as Jupyter's message", async () => {
  const sent: unknown[] = [];
  vi.stubGlobal("Deno", { jupyter: { broadcast: (...message: unknown[]) => sent.push(message) } });
  (await imported())({ wait: true });
  expect(sent).toEqual([["clear_output", { wait: true }]]);
});
