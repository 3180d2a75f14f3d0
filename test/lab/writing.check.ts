import { readFile } from "node:fs/promises";
import type { Download, Locator } from "playwright-core";
import { describe, expect, test } from "vitest";
import { outputs } from "./workbench.ts";
import { SOON, useLab } from "./suite.ts";

const lab = useLab();

test("code is coloured as TypeScript", async () => {
  const cell = await lab.bench.write('interface Kernel { size: number }\nconst name: string = "sobel"; // an edge\n');
  const editor = cell.locator(".cm-content");
  await expect.poll(() => editor.getAttribute("data-language"), SOON).toBe("typescript");
  const colour = (token: string) =>
    editor
      .locator("span")
      .filter({ hasText: token })
      .first()
      .evaluate((span) => getComputedStyle(span).color);
  // no keyword of JavaScript's
  expect(await colour("interface")).toBe(await colour("const"));
  const parts = await Promise.all(["const", "name", '"sobel"', "// an edge"].map(colour));
  expect(new Set(parts).size).toBe(4);
  await lab.bench.picture("writing-colours");
  await lab.bench.page.keyboard.press("Shift+Enter");
  await lab.bench.ended(cell);
});

describe("Tab", () => {
  test("offers the members of a value with what they are, and Enter writes the chosen one", async () => {
    const { bench } = lab;
    const cell = await bench.write("const layer = { width: 3, widen() {} };\nlayer.wid");
    const offered = await complete(cell);
    expect(offered).toEqual(["widen method", "width field"]);
    await bench.picture("writing-completion");
    await bench.page.keyboard.press("ArrowDown");
    await bench.page.keyboard.press("Enter");
    await expect.poll(() => lastLine(cell), SOON).toBe("layer.width");
    await bench.page.keyboard.press("Shift+Enter");
    await bench.ended(cell);
    expect(await outputs(cell).allInnerTexts()).toEqual(["3"]);
  });

  test("offers the variables of earlier cells, and writes the only one that fits", async () => {
    const { bench } = lab;
    await bench.run("function separable(rank: number) { return rank === 1; }\nconst separated = 2;");
    const cell = await bench.write("separa");
    expect(await complete(cell)).toEqual(["separable function", "separated variable"]);
    await bench.page.keyboard.type("t");
    await expect.poll(() => offeredNow(cell), SOON).toEqual(["separated variable"]);
    await bench.page.keyboard.press("Enter");
    await expect.poll(() => lastLine(cell), SOON).toBe("separated");
    await bench.page.keyboard.press("Shift+Enter");
    await bench.ended(cell);
    expect(await outputs(cell).allInnerTexts()).toEqual(["2"]);
  });

  test("offers all members behind a dot by their names", async () => {
    const { bench } = lab;
    const cell = await bench.write("[1, 2].");
    const offered = await complete(cell);
    expect(offered).toContain("at method");
    await bench.page.keyboard.press("Escape");
    await bench.page.keyboard.type("length");
    await bench.page.keyboard.press("Shift+Enter");
    await bench.ended(cell);
    expect(await outputs(cell).allInnerTexts()).toEqual(["2"]);
  });

  test("offers members while another cell runs a loop", async () => {
    const { bench } = lab;
    const looping = await bench.start('console.log("looping");\nwhile (true) {}');
    await expect.poll(() => outputs(looping).allInnerTexts(), SOON).toEqual(["looping\n"]);
    const cell = await bench.write("layer.wide");
    expect(await complete(cell)).toEqual(["widen method"]);
    await bench.picture("writing-completion-beside-loop");
    await bench.page.keyboard.press("Enter");
    await expect.poll(() => lastLine(cell), SOON).toBe("layer.widen");
    await bench.status("Busy");
    await bench.tool("interrupt");
    await bench.status("Idle");
    await bench.page.keyboard.type("()");
    await bench.page.keyboard.press("Shift+Enter");
    await bench.ended(cell);
    expect(await outputs(cell).allInnerTexts()).toEqual([]);
  });
});

test("Shift-Tab shows the signature and the documentation of a call, as Markdown", async () => {
  const { bench } = lab;
  await bench.run(
    "/**\n * Area of a **square**.\n *\n * @param side  its length\n */\nfunction area(side: number): number {\n  return side ** 2;\n}",
  );
  const cell = await bench.write("area(");
  await bench.page.keyboard.press("Shift+Tab");
  const tooltip = bench.page.locator(".jp-Tooltip");
  await tooltip.waitFor();
  expect(await tooltip.locator("pre code").innerText()).toBe("function area(side: number): number");
  expect(await tooltip.locator("strong").allInnerTexts()).toContain("square");
  await bench.picture("writing-signature");
  await bench.page.keyboard.type("3)");
  await tooltip.waitFor({ state: "detached" });
  await bench.page.keyboard.press("Shift+Enter");
  await bench.ended(cell);
  expect(await outputs(cell).allInnerTexts()).toEqual(["9"]);
});

test("Save and Export Notebook As → Executable Script downloads a .ts that holds the code of the cells", async () => {
  const bench = await lab.another();
  const { page } = bench;
  await bench.run("const rows: number = 2;\nrows * 3");
  await bench.run("export const doubled = rows * 2;\nconsole.log(`${doubled} ✓`);");
  const downloaded = new Promise<Download>((resolve) => {
    page.context().on("page", (opened) => opened.on("download", resolve));
    page.on("download", resolve);
  });
  await bench.menu("File", "Save and Export Notebook As", "Executable Script");
  const download = await downloaded;
  expect(download.suggestedFilename()).toMatch(/^Untitled\d*\.ts$/u);
  const code = await readFile(await download.path(), "utf8");
  expect(code.split("\n").filter((line) => line.trim() !== "")).toEqual([
    "const rows: number = 2;",
    "rows * 3",
    "export const doubled = rows * 2;",
    "console.log(`${doubled} ✓`);",
  ]);
  await bench.close();
});

/** Presses Tab, once JupyterLab takes it as a question and not as an indent, and tells what is offered. */
async function complete(cell: Locator): Promise<string[]> {
  const { page } = lab.bench;
  await cell.locator(".jp-mod-completer-enabled").waitFor();
  await page.keyboard.press("Tab");
  await page.locator(".jp-Completer:not(.lm-mod-hidden) .jp-Completer-item").first().waitFor();
  return offeredNow(cell);
}

const offeredNow = (cell: Locator): Promise<string[]> =>
  cell
    .page()
    .locator(".jp-Completer:not(.lm-mod-hidden) .jp-Completer-item")
    .evaluateAll((items) =>
      items.map((item) =>
        [".jp-Completer-match", ".jp-Completer-typeExtended"]
          .map((part) => item.querySelector(part)?.textContent)
          .join(" "),
      ),
    );

const lastLine = (cell: Locator): Promise<string> => cell.locator(".cm-line").last().innerText();
