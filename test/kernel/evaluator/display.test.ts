import { expect, test } from "vitest";
import { openNotebook } from "../language/notebook.ts";

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
    "{ 'text/plain': 3, 'image/png': Uint8Array.of(1, 2), 'application/odd': { a: 1 }, 'application/b+json': [1], 'text/html': undefined }";
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
