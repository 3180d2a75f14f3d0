import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { openNotebook } from "../../language/notebook.ts";

const TFJS = 'import * as tf from "@tensorflow/tfjs";\nawait tf.setBackend("cpu");';
const COLLECT = `
  (await import("node:v8")).setFlagsFromString("--expose-gc");
  const collect = (await import("node:vm")).runInNewContext("gc");
  for (let round = 0; round < 5; round++) { collect(); await new Promise((resolve) => setTimeout(resolve, 20)); }`;

/** The lines of %who's table by their first word, and its text. */
async function who(notebook: ReturnType<typeof openNotebook>) {
  const { outputs, traceback } = await notebook.run("%who");
  expect(traceback).toBe("");
  const [shown] = outputs;
  const data = shown?.msg_type === "display_data" ? shown.content.data : {};
  const text = stripVTControlCharacters(String(data["text/plain"]));
  const line = (name: string) =>
    text
      .split("\n")
      .find((one) => one.startsWith(`${name} `))
      ?.replaceAll(/ {2,}/g, " | ");
  return { text, line, html: String(data["text/html"]) };
}

test("%who lists variables with type, size and value, and neither types nor names without a value", async () => {
  const notebook = openNotebook();
  expect((await who(notebook)).text).toBe("There are no variables.");
  await notebook.run(`import { readFileSync as read } from "node:fs"; import * as path from "node:path";
    interface Shape { size: number }
    class Model { a = 1; get b(): number { throw new Error("called") } }
    const text = "abc", list = [1, [2]], map = new Map([[1, 2]]), bytes = new Float32Array(3), model = new Model(), nothing = null, html = "<i>&";
    const hostile = new Proxy({}, { getPrototypeOf() { throw new Error("refused") }, ownKeys() { throw new Error("refused") } });
    const { log } = console; let unset: number | undefined; const huge = "x".repeat(1000);`);
  await notebook.run("const failed = JSON.parse('{')");
  const { text, line, html } = await who(notebook);
  expect(line("text")).toBe("text | string | 3 characters | 'abc'");
  expect(line("list")).toBe("list | Array | 2 elements | [ 1, [Array] ]");
  expect(line("map")).toBe("map | Map | 1 element | Map(1) { 1 => 2 }");
  expect(line("bytes")).toBe("bytes | Float32Array | 3 elements, 12 bytes | Float32Array(3) [ 0, 0, 0 ]");
  expect(line("model")).toBe("model | Model | 1 property | Model { a: 1 }");
  expect(line("Model")).toMatch(/^Model \| class/);
  expect(line("read")).toMatch(/^read \| function/);
  expect(line("path")).toMatch(/^path \| module \| \d+ exports/);
  expect(line("nothing")).toMatch(/^nothing \| null/);
  expect(line("unset")).toMatch(/^unset \| undefined/);
  expect(line("hostile")).toMatch(/^hostile \| /);
  expect(line("huge")?.length).toBeLessThan(120);
  expect(text).not.toMatch(/Shape|failed/);
  expect(html).toContain('<td style="text-align: left">&#39;&lt;i&gt;&amp;&#39;</td>');
});

test("%who shows tensors, and what variables hold of them however deep", async () => {
  const notebook = openNotebook();
  await notebook.run(TFJS);
  await notebook.run(`const image = tf.zeros([2, 3]); const gone = tf.ones([5]); gone.dispose(); const flags = tf.tensor([true], [1], "bool");
    class Layer { weights = [{ kernel: tf.variable(image) }]; cache = new Map([[{}, new Set([tf.ones([4])])]]) }
    const layer = new Layer(); const loop: Record<string, unknown> = { image }; loop.self = loop;`);
  const { line, text } = await who(notebook);
  expect(line("image")).toBe("image | Tensor float32 | [2, 3], 24 bytes");
  expect(line("flags")).toBe("flags | Tensor bool | [1], 1 byte");
  expect(line("gone")).toBe("gone | Tensor float32 | [5], disposed");
  expect(line("layer")).toContain("2 properties, 2 tensors of 40 bytes");
  expect(line("loop")).toContain("2 properties");
  expect(text).not.toContain("no variable holds");
});

test("%who finds the tensors that no variable holds, and the cells that made them", async () => {
  const notebook = openNotebook();
  await notebook.run(TFJS);
  await notebook.run("const kept = tf.ones([2]);");
  await notebook.run("for (let i = 0; i < 3; i++) kept.add(i); tf.tidy(() => kept.mul(2)).dispose();");
  await notebook.run("const hidden = (() => { const inside = tf.zeros([10], 'int32'); return () => inside })();");
  const counted = (await notebook.run("[tf.memory().numTensors, tf.memory().numBytes]")).value;
  const before = await who(notebook);
  expect(before.line("cell 3")).toBe("cell 3 | 3 | 24 | 3 × float32 [2]");
  expect(before.line("cell 4")).toMatch(/^cell 4 \| 1 \| 40 \|/);
  expect(before.text).toContain("Tensors that no variable holds: 4, 64 bytes.");
  expect(counted).toBe("[ 5, 72 ]");

  await notebook.run(COLLECT);
  const after = await who(notebook);
  expect(after.line("cell 3")).toBe("cell 3 | 3 | 24 | 3 garbage-collected");
  expect(after.line("cell 4")).toBe("cell 4 | 1 | 40 | int32 [10]");
});

test("a tensor that is made after an await, or in a timer, is its own cell's", async () => {
  const notebook = openNotebook();
  await notebook.run(TFJS);
  await notebook.run(
    "setTimeout(() => tf.ones([3]), 50); await new Promise((resolve) => setTimeout(resolve, 1)); tf.ones([2]).print;",
  );
  await notebook.run("await new Promise((resolve) => setTimeout(resolve, 100));");
  expect((await who(notebook)).line("cell 2")).toMatch(/^cell 2 \| 2 \| 20 \|/);
});

test("following tensors keeps none of them: what nobody holds is collected", async () => {
  const notebook = openNotebook();
  await notebook.run(TFJS);
  await notebook.run(
    "const a = tf.ones([1]); const references: WeakRef<object>[] = [];\nfor (let i = 0; i < 100; i++) references.push(new WeakRef(a.add(a)));",
  );
  await notebook.run(COLLECT);
  expect((await notebook.run("references.filter((one) => one.deref()).length")).value).toBe("0");
});

test("%timeit leaves no tensors behind", async () => {
  const notebook = openNotebook();
  await notebook.run(TFJS);
  await notebook.run("const a = tf.ones([2]);");
  await notebook.run("%timeit -n 50 -r 3 a.add(a)");
  expect((await notebook.run("tf.memory().numTensors")).value).toBe("1");
});
