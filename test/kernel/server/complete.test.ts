import { afterAll, beforeAll, expect, test } from "vitest";
import { Client } from "./client.ts";

let client: Client;
beforeAll(async () => {
  client = await Client.start();
});
afterAll(() => client.stop());

test("complete_request counts in code points, and tells the kind and the signature of each match", async () => {
  const code = "const face = '😀'; face.trimE; 1";
  expect(await client.ask("shell", "complete_request", { code, cursor_pos: 28 })).toEqual({
    status: "ok",
    matches: ["trimEnd"],
    cursor_start: 23,
    cursor_end: 28,
    metadata: {
      _jupyter_types_experimental: [
        { text: "trimEnd", type: "method", start: 23, end: 28, signature: "(method) String.trimEnd(): string" },
      ],
    },
  });
});

test("inspect_request describes what stands at the cursor, and in detail where it is defined", async () => {
  const request = { code: "'😀'; Math.abs(", cursor_pos: 14 };
  const brief = await client.ask("shell", "inspect_request", { ...request, detail_level: 0 });
  expect(brief).toEqual({
    status: "ok",
    found: true,
    data: {
      "text/markdown": expect.stringMatching(
        /^```ts\n\(method\) Math\.abs\(x: number\): number\n```\n[^]*absolute value/,
      ),
      "text/plain": expect.stringMatching(/^\(method\) Math\.abs\(x: number\): number\n[^]*absolute value/),
    },
    metadata: {},
  });
  const detailed = await client.ask("shell", "inspect_request", { ...request, detail_level: 1 });
  expect(detailed).toMatchObject({ data: { "text/plain": expect.stringContaining("Defined in ") } });
});

test("inspect_request finds nothing where nothing is", async () => {
  expect(await client.ask("shell", "inspect_request", { code: "  ", cursor_pos: 1, detail_level: 0 })).toEqual({
    status: "ok",
    found: false,
    data: {},
    metadata: {},
  });
});
