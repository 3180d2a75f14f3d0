import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { code, run, temporary, text, write } from "./sepconv.ts";

describe("the pages of --output", () => {
  const three = () => {
    const folder = temporary();
    write(folder, "1 a.ipynb", text("# First & *best*"), text("> quoted\n\n- listed\n\nIt has **words**."), code("1"));
    write(folder, "b.ipynb", text("# Second"), code("2"));
    write(folder, "c.ipynb", code("3"));
    return folder;
  };
  const links = (folder: string, file: string) =>
    [
      ...readFileSync(join(folder, "out", file), "utf8").matchAll(/<a href="(?<href>[^"#]+)"[^>]*>(?<html>.*?)<\/a>/gu),
    ].map(({ groups }) => [groups!["href"], groups!["html"]!.replaceAll(/<[^>]*>/gu, "")]);

  test("are listed in index.html with their titles and first paragraphs, and lead to one another", async () => {
    const folder = three();
    expect(await run([".", "--output", "out"], folder)).toMatchObject({ code: 0 });
    expect(links(folder, "index.html")).toEqual([
      ["1%20a.html", "First &amp; best"],
      ["b.html", "Second"],
      ["c.html", "c"],
    ]);
    const contents = readFileSync(join(folder, "out/index.html"), "utf8");
    expect(contents).toContain("<p>It has <strong>words</strong>.</p>");
    expect(contents).toContain("default-src 'none'");
    expect(links(folder, "1%20a.html".replace("%20", " "))).toEqual([
      ["index.html", "All notebooks"],
      ["b.html", "Second →"],
    ]);
    expect(links(folder, "b.html")).toEqual([
      ["index.html", "All notebooks"],
      ["1%20a.html", "← First &amp; best"],
      ["c.html", "c →"],
    ]);
  });

  test("lead to none that was not written, since an earlier one failed", async () => {
    const folder = three();
    write(folder, "b.ipynb", text("# Second"), code("throw new Error('b')"));
    expect(await run([".", "--output", "out"], folder)).toMatchObject({ code: 1 });
    expect(links(folder, "index.html").map(([file]) => file)).toEqual(["1%20a.html", "b.html"]);
    expect(links(folder, "b.html").map(([file]) => file)).toEqual(["index.html", "1%20a.html"]);
  });

  test("leave an index.html alone that comes from elsewhere, and may have a notebook of this name", async () => {
    const folder = three();
    mkdirSync(join(folder, "out"));
    writeFileSync(join(folder, "out/index.html"), "mine");
    const foreign = await run([".", "--output", "out"], folder);
    expect(foreign).toMatchObject({ code: 0, stdout: expect.not.stringContaining("index.html") });
    expect(readFileSync(join(folder, "out/index.html"), "utf8")).toBe("mine");
    write(folder, "index.ipynb", text("# Mine"), code("4"));
    expect(await run([".", "--output", "other"], folder)).toMatchObject({ code: 0 });
    expect(readFileSync(join(folder, "other/index.html"), "utf8")).toContain("<title>Mine</title>");
  });
});
