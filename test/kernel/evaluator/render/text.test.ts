import { inspect } from "node:util";
import { expect, test } from "vitest";
import { openNotebook } from "../../language/notebook.ts";

test.each([
  [
    "a circle",
    "const circle = { name: 'c' }; circle.self = circle; circle",
    "<ref *1> { name: 'c', self: [Circular *1] }",
  ],
  [
    "a deep value",
    "let deep = 0; for (let i = 0; i < 1e5; i++) deep = { deep }; deep",
    "{ deep: { deep: { deep: [Object] } } }",
  ],
  ["a getter that throws", "({ get a() { throw new Error('touched') } })", "{ a: [Getter] }"],
  ["no prototype", "Object.assign(Object.create(null), { a: 1 })", "[Object: null prototype] { a: 1 }"],
  ["a revoked proxy", "const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); proxy", "<Revoked Proxy>"],
  [
    "a proxy that refuses everything",
    "new Proxy({ a: 1 }, new Proxy({}, { get() { return () => { throw 1 } } }))",
    "Proxy({ a: 1 })",
  ],
  [
    "a tag that throws",
    "({ get [Symbol.toStringTag]() { throw new Error('touched') } })",
    "{ Symbol(Symbol.toStringTag): [Getter] }",
  ],
  ["a custom inspection", "({ [Symbol.for('nodejs.util.inspect.custom')]: () => '<own words>' })", "<own words>"],
  ["a Map", "new Map([['a', new Set([1, 2])]])", "Map(1) { 'a' => Set(2) { 1, 2 } }"],
])("%s is shown", async (_, code, text) => {
  const { run } = openNotebook();
  const { value, traceback } = await run(code);
  expect(`${traceback}${value}`).toBe(text);
});

test("a custom inspection that throws leaves the value's own properties", async () => {
  const { run } = openNotebook();
  const { value } = await run("({ [Symbol.for('nodejs.util.inspect.custom')]() { throw new Error('no') }, seen: 1 })");
  expect(value).toContain("seen: 1");
});

test("a typed array is shortened, as a long text is", async () => {
  const { run } = openNotebook();
  expect((await run("new Float32Array(1e6)")).value).toMatch(
    /^Float32Array\(1000000\) \[[^]*\.\.\. 999900 more items\n\]$/,
  );
  expect((await run("'x'.repeat(20_000)")).value).toMatch(/^'x{10000}'\.\.\. 10000 more characters$/);
});

test("a huge value is cut after 100,000 characters, and says how many are missing and how to see them", async () => {
  const { run } = openNotebook();
  const { value } = await run("Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`key${i}`, i]))");
  const whole = inspect(Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`key${i}`, i])));
  const left = (whole.length - 100_000).toLocaleString("en");
  expect(value).toBe(`${whole.slice(0, 100_000)}\n… ${left} more characters: console.log(value) prints them all`);
});

test("an error that was not thrown looks as a thrown one, with its line and its cause", async () => {
  const { run } = openNotebook();
  const { value, reply } = await run("const why = new TypeError('deep');\nnew RangeError('seen', { cause: why })");
  expect(value).toContain("RangeError: seen");
  expect(value).toContain("> 2 | new RangeError");
  expect(value).toContain("Caused by: TypeError: deep");
  expect(reply).toMatchObject({ result: { data: { "text/plain": expect.stringContaining("\u001B[31mRangeError") } } });
});
