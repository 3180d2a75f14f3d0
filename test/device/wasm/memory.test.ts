import { describe, expect, test } from "vitest";
import { withMemory } from "../../../src/device/wasm/memory.ts";

const module = (...sections: number[][]) => Uint8Array.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, ...sections.flat()]);
const text = (name: string) => [name.length, ...Buffer.from(name)];
const section = (id: number, ...content: number[]) => [id, content.length, ...content];

/** A module that exports its memory. */
const own = module(section(5, 1, 1, 1, 2), section(7, 1, ...text("m"), 2, 0));

/** A module that imports a function, a table, a global, and then its memory. */
const imports = [
  ["f", 0, 0],
  ["t", 1, 0x70, 1, 1, 2],
  ["g", 3, 0x7f, 0],
  ["memory", 2, 1, 1, 2],
] as const;
const importing = module(
  section(1, 1, 0x60, 0, 0),
  section(2, imports.length, ...imports.flatMap(([name, ...type]) => [...text("env"), ...text(name), ...type])),
);

describe("a memory", () => {
  test("that a module makes is shared", () => {
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(withMemory(own, { shared: true })));
    expect((exports["m"] as WebAssembly.Memory).buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  test("that is shared is made a plain one again", () => {
    const plain = withMemory(withMemory(own, { shared: true }), { shared: false });
    expect(plain).toEqual(own);
  });

  test.each([true, false])("that a module imports is taken where shared is %s alike", (shared) => {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 2, shared });
    const table = new WebAssembly.Table({ element: "anyfunc", initial: 1, maximum: 2 });
    const instantiate = (binary: Uint8Array<ArrayBuffer>) =>
      new WebAssembly.Instance(new WebAssembly.Module(binary), { env: { f() {}, t: table, g: 7, memory } });
    expect(() => instantiate(withMemory(importing, { shared }))).not.toThrow();
    expect(() => instantiate(withMemory(importing, { shared: !shared }))).toThrow(WebAssembly.LinkError);
  });

  test("without a maximum cannot be shared, and a module without memory has none to share", () => {
    const unbounded = module(section(5, 1, 0, 1));
    expect(() => withMemory(unbounded, { shared: true })).toThrow("no memory that can be shared");
    expect(() => withMemory(module(), { shared: true })).toThrow("no memory that can be shared");
  });
});
