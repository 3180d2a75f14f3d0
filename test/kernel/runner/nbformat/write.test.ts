import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { expect, test } from "vitest";
import { formatJson } from "../../../../kernel/runner/nbformat/json.ts";
import { parseNotebook } from "../../../../kernel/runner/nbformat/read.ts";
import { formatNotebook, replaceFile, requireWritable } from "../../../../kernel/runner/nbformat/write.ts";

const fixture = (name: string) => readFileSync(new URL(`./fixtures/${name}`, import.meta.url), "utf8");
const temporary = () => mkdtempSync(join(tmpdir(), "sepconv-write-"));

test.each(["every-output.ipynb", "empty.ipynb"])(
  "gives back %s as Python's nbformat wrote it, byte for byte",
  (name) => {
    expect(formatNotebook(parseNotebook(fixture(name), name))).toBe(fixture(name));
  },
);

test("keeps every notebook's cells through a write and a read", () => {
  const text = fc.string({
    unit: fc.oneof(fc.constantFrom("\n", "\r\n", "\r", "\u2028", "\u001D", "😀"), fc.string()),
  });
  const cell = fc.record({
    id: fc.uuid(),
    cell_type: fc.constantFrom("markdown" as const, "raw" as const),
    metadata: fc.record({
      tags: fc.subarray(["a", "b"]),
      any: fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<unknown>,
    }),
    source: text,
  });
  fc.assert(
    fc.property(fc.uniqueArray(cell, { selector: ({ id }) => id }), (cells) => {
      const notebook = { nbformat: 4 as const, nbformat_minor: 5, metadata: {}, cells };
      const again = parseNotebook(formatNotebook(notebook), "again.ipynb");
      expect(JSON.parse(JSON.stringify(again))).toEqual(JSON.parse(JSON.stringify(notebook)));
      expect(formatNotebook(again)).toBe(formatNotebook(notebook));
    }),
  );
});

test("writes JSON that any reader understands as JSON.stringify's", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(formatJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test("a process that is killed while it replaces a notebook leaves a whole one", async () => {
  const path = join(temporary(), "a.ipynb");
  const text = (letter: string) => letter.repeat(3_000_000);
  await replaceFile(path, text("a"));
  const module = fileURLToPath(new URL("../../../../kernel/runner/nbformat/write.ts", import.meta.url));
  const script = `import { replaceFile } from ${JSON.stringify(module)};
    console.log("ready");
    for (;;) for (const letter of "ab") await replaceFile(${JSON.stringify(path)}, letter.repeat(3_000_000));`;
  for (let attempt = 0; attempt < 5; attempt++) {
    const child = spawn(process.execPath, ["--input-type=module", "--eval", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(child.stdout, "data");
    await new Promise((resolve) => setTimeout(resolve, 7 * attempt));
    child.kill("SIGKILL");
    await once(child, "close");
    expect([text("a"), text("b")]).toContain(readFileSync(path, "utf8"));
  }
});

test("keeps the file's name alone in its folder after a replacement", async () => {
  const folder = temporary();
  await replaceFile(join(folder, "a.ipynb"), "one");
  await replaceFile(join(folder, "a.ipynb"), "two");
  expect(readdirSync(folder)).toEqual(["a.ipynb"]);
  expect(readFileSync(join(folder, "a.ipynb"), "utf8")).toBe("two");
});

test("refuses a read-only target before anything is written", async () => {
  const path = join(temporary(), "a.ipynb");
  writeFileSync(path, "kept");
  chmodSync(path, 0o444);
  await expect(requireWritable(path)).rejects.toThrow("is read-only; make it writable (chmod u+w)");
  expect(readFileSync(path, "utf8")).toBe("kept");
});

test("refuses a target that is a folder or lies under a file", async () => {
  const folder = temporary();
  mkdirSync(join(folder, "b"));
  writeFileSync(join(folder, "file"), "");
  await expect(requireWritable(join(folder, "b"))).rejects.toThrow("expected a file, received a folder");
  await expect(requireWritable(join(folder, "file", "a.ipynb"))).rejects.toThrow(
    "expected a folder that can be written",
  );
});

test("makes the folders of a target that are missing", async () => {
  const path = join(temporary(), "x", "y", "a.ipynb");
  await requireWritable(path);
  await replaceFile(path, "there");
  expect(readFileSync(path, "utf8")).toBe("there");
});
