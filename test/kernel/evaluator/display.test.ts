import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import sharp from "sharp";
import { expect, onTestFinished, test } from "vitest";
import type { Output } from "../../../kernel/language/interpreter.ts";
import { openNotebook } from "../language/notebook.ts";
import { displaysOf } from "./render/shown.ts";

const DISPLAY = "[Symbol.for('Jupyter.display')]";

test.each([
  ["at once", `({ ${DISPLAY}() { return { 'text/html': '<b>', 'application/json': { a: [1] } } } })`],
  ["later", `({ async ${DISPLAY}() { await 1; return { 'text/html': '<b>', 'application/json': { a: [1] } } } })`],
  [
    "from a class",
    `new (class { ${DISPLAY}() { return { 'text/html': this.b, 'application/json': { a: [1] } } } b = '<b>' })()`,
  ],
  [
    "from a function",
    `Object.assign(() => {}, { ${DISPLAY}: () => ({ 'text/html': '<b>', 'application/json': { a: [1] } }) })`,
  ],
])("a value gives its own MIME bundle %s, as result and by display", async (_, code) => {
  const { run } = openNotebook();
  const data = { "text/html": "<b>", "application/json": { a: [1] } };
  expect((await run(code)).reply).toEqual({ status: "ok", result: { data, metadata: {} } });
  const { outputs } = await run(`display(${code});`);
  expect(outputs).toMatchObject([{ msg_type: "display_data", content: { data, metadata: {} } }]);
});

test.each([
  ["nothing", "undefined"],
  ["a list", "['text/html']"],
  ["keys that are no MIME types", "({ html: 'b' })"],
  ["what JSON cannot hold", "({ 'application/json': 1n })"],
])("a value whose bundle is %s is shown as text", async (_, bundle) => {
  const { run } = openNotebook();
  const { reply } = await run(`({ seen: 1, ${DISPLAY}() { return ${bundle} } })`);
  expect(reply).toMatchObject({ result: { data: { "text/plain": expect.stringContaining("seen") } } });
});

test("what stands under a type that is not JSON is text: bytes in base64, other values as JSON", async () => {
  const { run } = openNotebook();
  const bundle =
    "{ 'text/plain': '3', 'image/png': Uint8Array.of(1, 2), 'application/odd': { a: 1 }, 'application/b+json': [1], 'text/html': undefined }";
  const { reply } = await run(`({ ${DISPLAY}: () => (${bundle}) })`);
  const data = { "text/plain": "3", "image/png": "AQI=", "application/odd": '{"a":1}', "application/b+json": [1] };
  expect(reply).toEqual({ status: "ok", result: { data, metadata: {} } });
});

test("an error in a value's own display is the cell's error", async () => {
  const { run } = openNotebook();
  for (const how of ["", "async "]) {
    const { reply } = await run(`\ndisplay({ ${how}${DISPLAY}() { throw new RangeError('unseen') } }); 1`);
    expect(reply).toMatchObject({ ename: "RangeError", line: 2 });
  }
});

test("a display is updated in its place, and output is cleared", async () => {
  const { run } = openNotebook();
  await run("const shown = display('one')");
  const { outputs } = await run("shown.update('two'); clearOutput(); clearOutput({ wait: true })");
  expect(outputs).toEqual([
    {
      msg_type: "update_display_data",
      content: {
        data: { "text/plain": "\u001B[32m'two'\u001B[39m" },
        metadata: {},
        transient: { display_id: expect.any(String) },
      },
    },
    { msg_type: "clear_output", content: { wait: false } },
    { msg_type: "clear_output", content: { wait: true } },
  ]);
  const [update] = outputs;
  const again = (await run("const other = display(1); shown.update(3)")).outputs;
  const idOf = (output: (typeof outputs)[number] | undefined) =>
    output && "transient" in output.content ? output.content.transient.display_id : "";
  expect(idOf(again[1])).toBe(idOf(update));
  expect(idOf(again[0])).not.toBe(idOf(update));
});

test("results are coloured as Node colours them, and long ones are cut as Node cuts them", async () => {
  const { run } = openNotebook();
  expect((await run("[1, 'a']")).reply).toMatchObject({
    result: { data: { "text/plain": "[ \u001B[33m1\u001B[39m, \u001B[32m'a'\u001B[39m ]" } },
  });
  expect((await run("Array.from({ length: 1000 }, (_, i) => i)")).value).toMatch(/\.\.\. 900 more items\n\]$/);
});

test("HTML, Markdown, SVG and JSON are shown in their form, and updated in it", async () => {
  const { run } = openNotebook();
  const { outputs } = await run(`
    display.html("<b>").update("<i>");
    display.markdown("*a*");
    display.svg("<svg/>");
    display.svg('<svg width="1" />');
    display.json([{ a: 1 }]).update(2);`);
  expect(outputs.map(({ msg_type, content }) => [msg_type, "data" in content && content.data])).toEqual([
    ["display_data", { "text/html": "<b>", "text/plain": "<b>" }],
    ["update_display_data", { "text/html": "<i>", "text/plain": "<i>" }],
    ["display_data", { "text/markdown": "*a*", "text/plain": "*a*" }],
    ["display_data", { "image/svg+xml": '<svg xmlns="http://www.w3.org/2000/svg"/>', "text/plain": "<svg/>" }],
    [
      "display_data",
      {
        "image/svg+xml": expect.stringMatching(/^<svg xmlns="[^"]+" width="1" \/>$/),
        "text/plain": '<svg width="1" />',
      },
    ],
    ["display_data", { "application/json": [{ a: 1 }], "text/plain": expect.stringContaining("a:") }],
    ["update_display_data", { "application/json": 2, "text/plain": expect.stringContaining("2") }],
  ]);
});

test("displays have the id and the metadata that they are given; all of an id are updated by any handle of it", async () => {
  const { run } = openNotebook();
  const { outputs } = await run(`
    const first = display(1, { id: "mine", metadata: { "text/plain": { a: 1 } } });
    const second = display.html("2", { id: "mine" });
    second.update(first.id + second.id);`);
  expect(outputs).toMatchObject([
    { msg_type: "display_data", content: { metadata: { "text/plain": { a: 1 } }, transient: { display_id: "mine" } } },
    { msg_type: "display_data", content: { metadata: {}, transient: { display_id: "mine" } } },
    {
      msg_type: "update_display_data",
      content: { data: { "text/html": "minemine" }, transient: { display_id: "mine" } },
    },
  ]);
});

test("an image is known by its bytes and kept whole: from bytes, a Blob, a path, and URLs", async () => {
  const pixel = sharp({ create: { width: 2, height: 1, channels: 3, background: "red" } });
  const images = await Promise.all(
    (["png", "jpeg", "gif", "webp"] as const).map(
      async (type) => [type, await pixel.clone().toFormat(type).toBuffer()] as const,
    ),
  );
  const { run, folder } = openNotebook({
    "drawing.svg": '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>',
  });
  for (const [type, bytes] of images) {
    const base64 = bytes.toString("base64");
    const server = createServer((_, response) => response.end(bytes)).listen(0, "127.0.0.1");
    onTestFinished(() => void server.close());
    await new Promise((resolve) => server.once("listening", resolve));
    const ran = await run(`
      const { writeFileSync } = require("node:fs");
      const bytes = Buffer.from("${base64}", "base64");
      writeFileSync("image", bytes);
      display.image(bytes);
      display.image(new Uint8Array(bytes).buffer);
      await display.image(new Blob([bytes]));
      display.image("image");
      display.image(new URL("file://${folder}/image"));
      display.image("data:image/whatever;base64,${base64}");
      display.image("http://127.0.0.1:${(server.address() as AddressInfo).port}/");`);
    expect(ran.traceback).toBe("");
    const data = { [`image/${type}`]: base64, "text/plain": `[${type.toUpperCase()} image, ${bytes.length} bytes]` };
    expect(displaysOf(ran)).toEqual(Array.from({ length: 7 }, () => data));
  }
  expect(displaysOf(await run("display.image('drawing.svg')"))).toMatchObject([
    { "image/svg+xml": expect.stringContaining("<?xml") },
  ]);
});

test("an image has the size that it is given, also when it is updated", async () => {
  const bytes = await sharp({ create: { width: 2, height: 1, channels: 3, background: "red" } })
    .png()
    .toBuffer();
  const { run } = openNotebook();
  const { outputs } = await run(`
    const png = Buffer.from("${bytes.toString("base64")}", "base64");
    display.image(png, { width: 40, height: 20, metadata: { a: 1 } }).update(png);`);
  const metadata = { "image/png": { width: 40, height: 20 }, a: 1 };
  expect(outputs).toMatchObject([{ content: { metadata } }, { content: { metadata } }]);
});

test.each([
  [
    "display(1, 2)",
    'display: expected options such as { id: "progress" }, received 2; call display once for each value',
  ],
  ["display(1, { ID: 'a' })", "display: expected only the options id, metadata, received 'ID'; leave it out"],
  ["display(1, { id: '' })", "display: expected id to be a string that is not empty, received ''"],
  ["display(1, { metadata: [] })", "display: expected metadata to be an object, received []"],
  ["display.html(3)", "display.html: expected HTML as a string, received 3; display(value) shows other values"],
  ["display.html('a').update({})", "display.html: expected HTML as a string, received {}"],
  [
    "display.json(1n)",
    "display.json: expected what JSON can hold (Do not know how to serialize a BigInt), received 1n",
  ],
  ["display.json(() => 1)", "display.json: expected what JSON can hold, received [Function (anonymous)]"],
  ["display.image(7)", "display.image: expected an image's bytes (Uint8Array), a Blob, a path or a URL, received 7"],
  [
    "display.image(Buffer.from('hello'))",
    "display.image: expected PNG, JPEG, GIF, WebP or SVG, received <Buffer 68 65 6c 6c 6f>",
  ],
  ["display.image('nowhere.png')", "ENOENT: no such file or directory, open 'nowhere.png'"],
  [
    "display.image(Buffer.alloc(9), { width: -1 })",
    "display.image: expected width to be a number of pixels, received -1",
  ],
])("%s is refused: %s", async (code, message) => {
  const { run } = openNotebook();
  expect((await run(code)).traceback).toContain(message);
});

test("a cell ends when its displays are out, and a failing one is its error", async () => {
  const { run } = openNotebook();
  const later =
    "({ [Symbol.for('Jupyter.display')]: () => new Promise((go) => setTimeout(go, 50, { 'text/html': 'late' })) })";
  expect(displaysOf(await run(`display(${later});`))).toEqual([{ "text/html": "late" }]);
  const { reply } = await run(
    "display({ [Symbol.for('Jupyter.display')]: () => Promise.reject(new RangeError('late')) });",
  );
  expect(reply).toMatchObject({ ename: "RangeError", evalue: "late" });
});

test("the kernel's own names are typed: right uses pass, wrong ones do not", async () => {
  const { run } = openNotebook({}, { typecheck: "on" });
  const right = await run(`
    const handle: DisplayHandle<string> = display.html("<b>", { id: "a" });
    handle.update("<i>");
    display([1], { metadata: {} }).update(2);
    display.image(new Uint8Array(Buffer.from("R0lGODlhAQABAAAAACw=", "base64")), { width: 3 });
    clearOutput({ wait: true });
    const signal: AbortSignal = abortSignal;
    const ask = (): Promise<string> => input("name", { password: true });
    const open = () => new Comm("target", { a: 1 }).send({}, { buffers: [new Uint8Array(1)] });`);
  expect(right.traceback).toBe("");
  for (const [code, message] of [
    ["display.html(3)", "'number' is not assignable to parameter of type 'string'"],
    ["display.html('a').update(3)", "'number' is not assignable to parameter of type 'string'"],
    ["display(1, { identity: 'a' })", "'identity' does not exist in type 'DisplayOptions'"],
    ["clearOutput({ wait: 1 })", "'number' is not assignable to type 'boolean"],
    ["new Comm(1)", "'number' is not assignable to parameter of type 'string'"],
  ] as const) {
    expect((await run(code)).traceback).toContain(message);
  }
});

test("displays that cells begin while others await are each their own cell's, and end with it", async () => {
  const { interpreter, run } = openNotebook();
  await run(`
    const later = (html, delay) => ({
      [Symbol.for("Jupyter.display")]: () => new Promise((go) => setTimeout(go, delay, { "text/html": html })),
    });`);
  const ended: string[] = [];
  const execute = async (name: string, delay: number, subshell?: string) => {
    const outputs: Output[] = [];
    const code = `display(later("${name}", ${delay}));`;
    await interpreter.execute(code, (output) => void outputs.push(output), subshell === undefined ? {} : { subshell });
    ended.push(name);
    return outputs.map(({ content }) => ("data" in content ? content.data : content));
  };
  expect(await Promise.all([execute("slow", 300), execute("fast", 50, "aside")])).toEqual([
    [{ "text/html": "slow" }],
    [{ "text/html": "fast" }],
  ]);
  expect(ended).toEqual(["fast", "slow"]);
});
