import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { afterEach, expect, onTestFinished, test, vi } from "vitest";
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
    const code = 'import { display, plot } from "sepconv";\nawait display(plot.kernel([[1, 2]]))';
    const { output } = await client.execute(code);
    const displays = output.filter(({ msg_type }) => msg_type === "display_data");
    const bundle = JSON.parse(JSON.stringify(figure[jupyterDisplay]()));
    expect(displays.map(({ content }) => content.data)).toEqual([bundle]);
    // a display is no result
    expect(output.map(({ msg_type }) => msg_type)).not.toContain("execute_result");
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
  const newDisplay = (name: string) => () => ({ raw: (...args: unknown[]) => shown.push([name, ...args]) });
  const require = (name: string) => ({ newDisplay: newDisplay(name) });
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

const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

test("tslab gets each form, and an update in the place of the first", async () => {
  const shown: unknown[][] = [];
  let places = 0;
  const newDisplay = () => {
    const place = ++places;
    return { raw: (...args: unknown[]) => shown.push([place, ...args]) };
  };
  vi.stubGlobal("__tslab__", { require: () => ({ newDisplay }) });
  const handle = display.html("<b>");
  await display.markdown("*a*");
  await handle.update("<i>");
  await display.svg("<svg/>");
  await display.json({ a: 1 });
  await display.image(png);
  expect(shown).toEqual([
    [1, "text/html", "<b>"],
    [2, "text/markdown", "*a*"],
    [1, "text/html", "<i>"],
    [3, "image/svg+xml", "<svg/>"],
    [4, "application/json", { a: 1 }],
    [5, "image/png", png.toString("base64")],
  ]);
});

test("Deno gets a display with an id, then its update", async () => {
  const shown: unknown[][] = [];
  vi.stubGlobal("Deno", { jupyter: { display: (...args: unknown[]) => shown.push(args) } });
  const handle = display(1, { id: "mine" });
  await handle.update(2);
  expect(shown).toEqual([
    [1, { display_id: "mine", update: false }],
    [2, { display_id: "mine", update: true }],
  ]);
});

test("the kernel's own forms are taken, with their options and their handle", async () => {
  const shown: unknown[][] = [];
  const html = (...args: unknown[]) => {
    shown.push(args);
    return { id: "mine", update: (value: unknown) => shown.push(["update", value]) };
  };
  vi.stubGlobal(
    "display",
    Object.assign(() => {}, { html }),
  );
  const handle = (await imported()).html("<b>", { id: "mine" });
  void handle.update("<i>");
  expect(handle.id).toBe("mine");
  expect(shown).toEqual([
    ["<b>", { id: "mine" }],
    ["update", "<i>"],
  ]);
});

test("what no form can show is refused", async () => {
  await expect(display.html(JSON.parse("3"))).rejects.toThrow("display.html: expected a string, received 3");
  await expect(display.image(JSON.parse("3"))).rejects.toThrow(
    "display.image: expected bytes, a Blob, a path or a URL",
  );
});

const script = `
import { abortSignal, clearOutput, display, input } from "sepconv";
const shown = display.markdown("*once*");
await shown.update("*twice*");
await display([{ a: 1 }]);
await display.image("pixel.png");
clearOutput({ wait: true });
console.log(abortSignal.aborted, typeof input);
`;

test.each([
  ["plain Node", ["--conditions=source"], "[ { a: 1 } ]\n"],
  ["sepconv run", [join(checkout, "bin/sepconv.js"), "run"], "│ 0       │ 1 │"],
])("a script that uses the notebook's functions runs under %s", (_, command, records) => {
  mkdirSync(join(checkout, "build"), { recursive: true });
  // inside of the package, which may import itself by name
  const folder = mkdtempSync(join(checkout, "build/display-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "show.ts"), script);
  writeFileSync(join(folder, "pixel.png"), png);
  const { stdout, stderr, status } = spawnSync(process.execPath, [...command, "show.ts"], {
    cwd: folder,
    encoding: "utf8",
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  const text = stripVTControlCharacters(stdout);
  expect(text).toMatch(/^\*once\*\n\*twice\*\n/);
  expect(text).toContain(records);
  expect(text).toMatch(/\[PNG image, 70 bytes\]\nfalse function\n$/);
});
