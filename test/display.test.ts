import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { count } from "../src/count/index.ts";
import * as nn from "../src/nn/index.ts";
import { display, jupyterDisplay } from "../src/display.ts";
import { kernel } from "../src/plot/index.ts";
import { Client } from "./kernel/server/client.ts";
import { checkout } from "./package/installed.ts";

const figure = kernel([[1, 2]]);

/** The display of a library that is imported now, in whatever kernel the global scope tells of. */
async function imported(): Promise<typeof display> {
  vi.resetModules();
  return (await import("../src/display.ts")).display;
}

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test("gives the value to the kernel's own display, and waits for it", async () => {
  const shown: unknown[] = [];
  vi.stubGlobal("display", async (value: unknown) => {
    await Promise.resolve();
    shown.push(value);
  });
  await (
    await imported()
  )(figure);
  expect(shown).toEqual([figure]);
});

test("gives the value to the kernel's own display where its import has taken that one's name", async () => {
  const shown: unknown[] = [];
  vi.stubGlobal("display", (value: unknown) => shown.push(value));
  const show = await imported();
  vi.stubGlobal("display", show);
  await show(figure);
  expect(shown).toEqual([figure]);
});

test("shows a figure in a cell of this project's kernel that imports it", async () => {
  const argv = [process.execPath, join(checkout, "bin/sepconv.js"), "kernel", "{connection_file}"];
  const client = await Client.startOther(argv, checkout, process.env);
  try {
    const code = 'import { display, plot } from "sepconv";\nawait display(plot.kernel([[1, 2]]));';
    const { output } = await client.execute(code);
    const displays = output.filter(({ msg_type }) => msg_type === "display_data");
    const bundle = JSON.parse(JSON.stringify(figure[jupyterDisplay]()));
    expect(displays.map(({ content }) => content.data)).toEqual([bundle]);
  } finally {
    await client.stop();
  }
});

test("gives the value to Deno's display", async () => {
  const shown: unknown[] = [];
  vi.stubGlobal("Deno", { jupyter: { display: (value: unknown) => shown.push(value) } });
  await display(figure);
  expect(shown).toEqual([figure]);
});

test("prints under Deno outside of a notebook, where its interface throws", async () => {
  const log = vi.spyOn(console, "log").mockReturnValue();
  const deno = {
    get jupyter(): never {
      throw new Error("Deno.jupyter is only available in `deno jupyter` subcommand.");
    },
  };
  vi.stubGlobal("Deno", deno);
  await display(figure);
  expect(log.mock.calls).toEqual([["Kernel, 1×2: 1 2"]]);
});

test("gives tslab the richest form, since it takes one at a time", async () => {
  const shown: unknown[][] = [];
  const require = (name: string) => ({ display: { raw: (...args: unknown[]) => shown.push([name, ...args]) } });
  vi.stubGlobal("__tslab__", { require });
  await display(figure);
  await display(count.module(new nn.ReLU(), [1, 2, 2]));
  await display({ a: 1 });
  const { data, layout, config } = figure;
  expect(shown).toEqual([
    ["tslab", "application/vnd.plotly.v1+json", { data, layout, config }],
    ["tslab", "text/html", expect.stringContaining('<td style="text-align: left">ReLU</td>')],
    ["tslab", "text/plain", "{ a: 1 }"],
  ]);
});

test("prints the words of a figure and the text of any other value outside of notebooks", async () => {
  const log = vi.spyOn(console, "log").mockReturnValue();
  await display(figure);
  await display([1, 2]);
  await display(null);
  await display({ [jupyterDisplay]: () => Promise.resolve({ "text/plain": "later" }) });
  expect(log.mock.calls).toEqual([["Kernel, 1×2: 1 2"], ["[ 1, 2 ]"], ["null"], ["later"]]);
});
