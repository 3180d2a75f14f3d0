import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, expectTypeOf, test } from "vitest";
import { plot, widgets } from "sepconv";
import { jupyterDisplay } from "../../src/display.ts";
import { type Client, isStatus } from "../kernel/server/client.ts";
import { change, changed, idOf, opened, run, settled, shown, startKernel, texts } from "./kernel.ts";

const IMPORT = 'import { widgets } from "sepconv";';

let client: Client;
beforeAll(async () => {
  client = await startKernel();
});
afterAll(() => client.stop());

/** Shows an interaction with one slider; the slider's id. */
const slider = async (fn: string): Promise<string> =>
  idOf(
    await run(client, `${IMPORT} const fn = ${fn}; await widgets.interact(fn, { n: { min: 0, max: 9 } });`),
    "IntSliderModel",
  );

test("types the function's argument by the controls", () => {
  const controls = {
    groups: [1, 2, 4],
    padding: ["same", "valid"],
    size: { min: 1, max: 64 },
    bias: true,
    title: "text",
    filter: { Sobel: [1, 0, -1], box: [1, 1, 1] },
    step: new widgets.Play(),
  } as const;
  expectTypeOf<widgets.Values<typeof controls>>().toEqualTypeOf<{
    groups: 1 | 2 | 4;
    padding: "same" | "valid";
    size: number;
    bias: boolean;
    title: string;
    filter: readonly [1, 0, -1] | readonly [1, 1, 1];
    step: number;
  }>();
  expect(Object.keys(controls)).toHaveLength(7);
});

test("makes the widget that each control stands for, in their order, named as they are", async () => {
  const output = await run(
    client,
    `${IMPORT} await widgets.interact((values) => JSON.stringify(values), {
      groups: [1, 2, 4], filter: { Sobel: "sobelX", blur: "box" }, size: { min: 1, max: 64 }, sigma: { min: 0.5, max: 3 },
      bias: true, title: "text", step: new widgets.Play({ max: 3 }), choice: { min: 1, max: 2, both: 3 },
    });`,
  );
  const models = opened(output);
  const box = models.get(idOf(output, "VBoxModel"))!;
  const children = (box.children as string[]).map((child) => models.get(child.replace("IPY_MODEL_", ""))!);
  expect(children).toMatchObject([
    { _model_name: "DropdownModel", description: "groups", _options_labels: ["1", "2", "4"], index: 0 },
    { _model_name: "DropdownModel", description: "filter", _options_labels: ["Sobel", "blur"], index: 0 },
    { _model_name: "IntSliderModel", description: "size", min: 1, max: 64, step: 1, value: 1 },
    { _model_name: "FloatSliderModel", description: "sigma", min: 0.5, max: 3, value: 0.5 },
    { _model_name: "CheckboxModel", description: "bias", value: true },
    { _model_name: "TextModel", description: "title", value: "text" },
    { _model_name: "PlayModel", max: 3, value: 0 },
    { _model_name: "DropdownModel", description: "choice", _options_labels: ["min", "max", "both"], index: 0 },
  ]);
  const first = '{"groups":1,"filter":"sobelX","size":1,"sigma":0.5,"bias":true,"title":"text","step":0,"choice":1}';
  expect(texts(output)).toEqual([`'${first}'`]);
});

test("shows the controls and below them the result, which is replaced in its place at every change", async () => {
  const output = await run(
    client,
    `${IMPORT} await widgets.interact(({ groups, n }) => groups * n, { groups: [1, 2, 4], n: { min: 3, max: 9 } });`,
  );
  const [controls, place] = shown(output, "display_data");
  expect(controls![1]).toBe(
    "groups: 1 (1, 2, 4)\nn: 3 (3 … 9)\nThe controls move in JupyterLab, with the kernel of sepconv.",
  );
  expect(shown(output, "update_display_data")).toEqual([[place![0], "3"]]);
  const answer = await changed(client, idOf(output, "DropdownModel"), { index: 2 });
  expect(shown(answer, "update_display_data")).toEqual([[place![0], "12"]]);
  const next = await changed(client, idOf(output, "IntSliderModel"), { value: 5 });
  expect(shown(next, "update_display_data")).toEqual([[place![0], "20"]]);
  expect(output.map(({ msg_type }) => msg_type)).not.toContain("execute_result");
});

test("calls the function while a cell awaits", async () => {
  const id = await slider("({ n }) => { globalThis.release?.(); return n; }");
  const cell = client.send("shell", "execute_request", {
    code: 'console.log("awaits"); await new Promise((resolve) => { globalThis.release = resolve; });',
  });
  await client.until(() => client.text(cell, "stdout") === "awaits\n");
  expect(texts(await changed(client, id, { value: 4 }))).toEqual(["4"]);
  expect((await client.replyTo(cell)).content.status).toBe("ok");
});

test("calls the function after a loop that never awaits", async () => {
  const id = await slider('({ n }) => [n, globalThis.looped ?? "before the end"]');
  const cell = client.send("shell", "execute_request", {
    code: `import { existsSync } from "node:fs";
      console.log("loops"); while (!existsSync(${JSON.stringify(join(client.folder, "go"))})); globalThis.looped = "after the loop";`,
  });
  await client.until(() => client.text(cell, "stdout") === "loops\n");
  const message = change(client, id, { value: 4 });
  await client.next(isStatus(message, "busy"));
  writeFileSync(join(client.folder, "go"), "");
  expect(texts(await settled(client, message))).toEqual(["[ 4, 'after the loop' ]"]);
});

test("while a slow call runs only the latest values wait, and pictures come in order", async () => {
  const id = await slider(
    "async ({ n }) => { (globalThis.calls ??= []).push(n); if (n === 1) await new Promise((go) => { globalThis.go = go; }); return n; }",
  );
  const messages = [1, 2, 3, 4, 5].map((value) => change(client, id, { value }));
  await run(client, "globalThis.go();");
  const outputs = await Promise.all(messages.map((message) => settled(client, message)));
  expect(outputs.flatMap(texts)).toEqual(["1", "5"]);
  const calls = await run(client, "globalThis.calls.join()");
  expect(calls.find(({ msg_type }) => msg_type === "execute_result")!.content.data).toEqual({
    "text/plain": expect.stringContaining("0,1,5"),
  });
});

test("fails the cell by an error of the first call, and calls again when a control moves", async () => {
  const code = `${IMPORT} await widgets.interact(({ n }) => { if (n === 0) throw new RangeError("zero"); return n; }, { n: { min: 0, max: 9 } });`;
  const { reply, output } = await client.execute(code);
  expect(reply).toMatchObject({ status: "error", ename: "RangeError", evalue: "zero" });
  expect(texts(await changed(client, idOf(output, "IntSliderModel"), { value: 4 }))).toEqual(["4"]);
});

test("shows an error in the place of the result, with its line in the cell, and goes on", async () => {
  const id = await slider('({ n }) => { if (n === 3) throw new RangeError("three"); return n; }');
  const output = await changed(client, id, { value: 3 });
  const [error] = texts(output);
  expect(error).toMatch(/^RangeError: three\n {2}at fn \(cell \d+, line 1\)\n[^]*throw new RangeError/u);
  expect(error).not.toContain("interact.ts");
  // in red
  expect(JSON.stringify(output)).toContain(JSON.stringify("\u001B[31mRangeError").slice(1, -1));
  expect(texts(await changed(client, id, { value: 4 }))).toEqual(["4"]);
});

test("shows an error of a result that shows itself in the same place, and goes on", async () => {
  const id = await slider(
    `({ n }) => ({ [Symbol.for("Jupyter.display")]: () => {
      if (n === 1) throw new TypeError("no picture"); return n === 2 ? undefined : { "text/plain": String(n) }; } })`,
  );
  expect(texts(await changed(client, id, { value: 1 }))).toEqual([expect.stringContaining("TypeError: no picture")]);
  expect(texts(await changed(client, id, { value: 2 }))).toHaveLength(1);
  expect(texts(await changed(client, id, { value: 3 }))).toEqual(["3"]);
});

test.each([
  ["a loop that never ends", 'if (n === 1) { display("stuck"); while (true); }'],
  ["a promise that is never kept", 'if (n === 1) { display("stuck"); await new Promise(() => {}); }'],
])("an interrupt ends %s in the function, and the next change calls it again", async (_, body) => {
  const id = await slider(`async ({ n }) => { ${body} return n; }`);
  const message = change(client, id, { value: 1 });
  await client.next(({ msg_type, parent }) => msg_type === "display_data" && parent === message);
  await client.ask("control", "interrupt_request");
  await settled(client, message);
  expect(texts(await changed(client, id, { value: 2 }))).toEqual(["2"]);
});

test("a cell moves the controls by the interaction's widgets, and takes them away", async () => {
  const output = await run(
    client,
    `${IMPORT} const live = widgets.interact(({ n }) => n * 10, { n: { min: 0, max: 9 } }); await live;`,
  );
  expect(texts(await run(client, "live.widgets.n.value = 7;"))).toEqual(["70"]);
  const id = idOf(output, "IntSliderModel");
  const closing = await run(client, "live.close(); live.widgets.n.value = 8;");
  expect(closing.filter(({ msg_type }) => msg_type === "comm_close").map(({ content }) => content.comm_id)).toContain(
    id,
  );
  expect(texts(closing)).toEqual([]);
});

test("a function that sets one of the controls is called with what it set", async () => {
  const output = await run(
    client,
    `${IMPORT} const both = widgets.interact(({ a, b }) => { both.widgets.b.value = a; return a + " " + b; }, {
      a: new widgets.IntSlider({ max: 9 }), b: new widgets.IntSlider({ max: 9 }),
    }); await both;`,
  );
  const [a] = [...opened(output)].filter(([, { _model_name: name }]) => name === "IntSliderModel").map(([id]) => id);
  expect(texts(await changed(client, a!, { value: 6 }))).toEqual(["'6 0'", "'6 6'"]);
});

test("puts a gap of its height between two figures, since JupyterLab's renderer keeps the first that it gets", async () => {
  const output = await run(
    client,
    `import { plot, widgets } from "sepconv";
    await widgets.interact(({ n }) => plot.kernel([[n]]), { n: { min: 0, max: 9 } });`,
  );
  const figure = plot.kernel([[3]]);
  const answer = await changed(client, idOf(output, "IntSliderModel"), { value: 3 });
  const data = answer.flatMap(({ msg_type, content }) => (msg_type === "update_display_data" ? [content.data] : []));
  const gap = { "text/html": `<div style="height: ${figure.layout.height}px"></div>`, "text/plain": "" };
  expect(data).toEqual([gap, JSON.parse(JSON.stringify(figure[jupyterDisplay]()))]);
});

test("a picture that takes long to be made does not come after a later one", async () => {
  const id = await slider(
    `({ n }) => ({ [Symbol.for("Jupyter.display")]: () =>
      n === 1 ? new Promise((made) => { globalThis.make = () => made({ "text/plain": "one" }); }) : { "text/plain": String(n) } })`,
  );
  const messages = [1, 2].map((value) => change(client, id, { value }));
  await run(client, "globalThis.make();");
  const outputs = await Promise.all(messages.map((message) => settled(client, message)));
  expect(outputs.flatMap(texts)).toEqual(["one", "2"]);
});

test("shows nothing for nothing, and the next result", async () => {
  const id = await slider("({ n }) => (n > 0 ? n : undefined)");
  expect(texts(await changed(client, id, { value: 2 }))).toEqual(["2"]);
  expect(texts(await changed(client, id, { value: 0 }))).toEqual([""]);
});

test.each([
  [{ n: 5 }, "expected n to be a range, choices, a boolean, a string or a widget, received 5"],
  [{ n: [] }, "expected options to hold some"],
  [{ n: { min: 3, max: 1 } }, "expected max to be at least min = 3, received 1"],
])("refuses %j", (controls, message) => {
  expect(() => widgets.interact(() => {}, controls as never)).toThrow(message);
});
