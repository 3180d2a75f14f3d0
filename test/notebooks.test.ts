import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import type { MimeBundle } from "../kernel/runner/nbformat/notebook.ts";
import { parseNotebook } from "../kernel/runner/nbformat/read.ts";

const folder = fileURLToPath(new URL("../notebooks/", import.meta.url));
const names = readdirSync(folder).filter((name) => name.endsWith(".ipynb"));

const FIGURE = "application/vnd.plotly.v1+json";

describe.each(names)("the committed notebook %s", (name) => {
  const text = readFileSync(`${folder}${name}`, "utf8");
  const { metadata, cells } = parseNotebook(text, name);
  const codeCells = cells.filter((cell) => cell.cell_type === "code" && cell.source.trim() !== "");
  const outputs = codeCells.flatMap((cell) => ("outputs" in cell ? cell.outputs : []));
  const figures = outputs.flatMap((output): MimeBundle[] =>
    "data" in output && FIGURE in output.data ? [output.data] : [],
  );

  test("names its cells, each by its own id", () => {
    const stored = (JSON.parse(text) as { cells: { id?: string }[] }).cells.map(({ id }) => id);
    expect(stored.every((id) => /^[\w-]{1,64}$/u.test(id ?? ""))).toBe(true);
    expect(new Set(stored).size).toBe(stored.length);
  });

  test("says nothing of the machine on which it ran", () => {
    expect(metadata).toEqual({
      kernelspec: { display_name: "TypeScript (sepconv)", language: "typescript", name: "sepconv" },
      language_info: { name: "typescript", mimetype: "text/typescript", file_extension: ".ts" },
    });
    expect(cells.flatMap((cell) => Object.keys(cell.metadata)).filter((key) => key !== "tags")).toEqual([]);
    expect(text).not.toMatch(/\/(?:home|Users|root|tmp)\/|[A-Z]:\\\\/u);
  });

  test("ran from beginning to end, without an error that it does not announce", () => {
    const ran = codeCells.filter((cell) => !cell.metadata.tags?.includes("skip-execution"));
    expect(ran.map((cell) => "execution_count" in cell && cell.execution_count)).toEqual(
      ran.map((_, index) => index + 1),
    );
    const failed = codeCells.filter(
      (cell) => "outputs" in cell && cell.outputs.some(({ output_type }) => output_type === "error"),
    );
    expect(failed.filter((cell) => !cell.metadata.tags?.includes("raises-exception"))).toEqual([]);
  });

  test("has each figure in words and as a picture, too", async () => {
    for (const data of figures) {
      expect(data["text/plain"]).toEqual(expect.stringMatching(/\S/u));
      const png = data["image/png"];
      expect(png, `a picture of: ${String(data["text/plain"])}`).toBeTypeOf("string");
      const { format, width } = await sharp(Buffer.from(png as string, "base64")).metadata();
      expect(format).toBe("png");
      expect(width).toBeGreaterThanOrEqual(300);
    }
  });

  test("is smaller than 3 MB", () => expect(Buffer.byteLength(text)).toBeLessThan(3e6));
});

test("there are committed notebooks, and all but the start show figures", () => {
  const shows = (name: string) => readFileSync(`${folder}${name}`, "utf8").includes(FIGURE);
  expect(names.length).toBeGreaterThan(1);
  expect(names.filter((name) => !shows(name)).filter((name) => !name.startsWith("00-"))).toEqual([]);
});
