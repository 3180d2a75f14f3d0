import { readFileSync } from "node:fs";
import type { Browser, Locator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasTag, type CellOutput } from "../../kernel/runner/nbformat/notebook.ts";
import { parseNotebook } from "../../kernel/runner/nbformat/read.ts";
import { startBrowser } from "./browser.ts";
import { drawing, isDrawn } from "./figure.ts";
import { runInLab, type NotebookPage } from "./notebook-page.ts";
import { committedNotebooks, startLab, type LabServer } from "./server.ts";

const FIGURE = "application/vnd.plotly.v1+json";
const PLAIN = '[data-mime-type="text/plain"], [data-mime-type="application/vnd.jupyter.stdout"]';
const WRONG = '[data-mime-type="application/vnd.jupyter.error"], [data-mime-type="application/vnd.jupyter.stderr"]';

let lab: LabServer;
let browser: Browser;
beforeAll(async () => {
  lab = await startLab();
  browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
  await lab?.close();
});

describe.each(committedNotebooks)("in JupyterLab the notebook $name", ({ name, path }) => {
  const cells = parseNotebook(readFileSync(path, "utf8"), name).cells.filter((cell) => cell.cell_type === "code");
  const figures = cells.map(({ outputs }) => outputs.flatMap(figureIn));
  const animated = figures.flatMap((inCell, cell) =>
    inCell.flatMap(({ layout }, index) => (layout.updatemenus?.length ? [{ cell: cell + 1, figure: index + 1 }] : [])),
  );
  let page: NotebookPage;
  beforeAll(async () => {
    page = await runInLab(browser, lab, name);
  });
  afterAll(() => page?.close());

  test("runs from beginning to end and shows no error", async () => {
    const failing = cells.flatMap((cell, index) => (hasTag(cell, "raises-exception") ? [] : [index]));
    const shown = await Promise.all(failing.map((index) => textsOf(page.cells.nth(index).locator(WRONG))));
    expect(shown.flat()).toEqual([]);
    const written = cells.filter(({ source }) => source.trim() !== "");
    expect(page.numbers).toEqual(written.map((_, index) => `${index + 1}`));
  });

  test("shows the text that it was committed with", async () => {
    for (const [index, cell] of cells.entries()) {
      if (hasTag(cell, "timing") || hasTag(cell, "device")) continue;
      const shown = await textsOf(page.cells.nth(index).locator(PLAIN));
      expect({ cell: cell.id, text: lines(shown) }).toEqual({
        cell: cell.id,
        text: lines(cell.outputs.flatMap(plainText)),
      });
    }
  });

  test("draws every figure, and none makes the browser complain", async () => {
    for (const [index, expected] of figures.entries()) {
      const drawn = page.cells.nth(index).locator(".js-plotly-plot");
      expect(await drawn.evaluateAll(isDrawn)).toEqual(expected.map(() => true));
    }
    expect(page.complaints.filter((complaint) => /plotly/iu.test(complaint))).toEqual([]);
  });

  test.each(animated)("moves figure $figure of code cell $cell when it is played", async ({ cell, figure: number }) => {
    const figure = page.cells
      .nth(cell - 1)
      .locator(".js-plotly-plot")
      .nth(number - 1);
    const seen = new Set([await figure.evaluate(drawing)]);
    await figure
      .locator(".updatemenu-button")
      .filter({ hasText: /play|▶/iu })
      .first()
      .click();
    await expect
      .poll(async () => seen.add(await figure.evaluate(drawing)).size, { timeout: 20_000 })
      .toBeGreaterThan(3);
  });
});

test.each(["TypeScript (sepconv)", "TypeScript"])("the launcher starts the kernel %s", async (kernel) => {
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  await page.goto(`${lab.url}lab?reset&token=${lab.token}`);
  await page.locator(`.jp-LauncherCard[data-category="Notebook"][title="${kernel}"]`).click({ timeout: 60_000 });
  const ready = page.getByText(`${kernel} | Idle`, { exact: true });
  await expect.poll(() => ready.isVisible(), { timeout: 60_000 }).toBe(true);
  await page.close();
  await lab.endKernels();
});

type Figure = { layout: { updatemenus?: unknown[] } };

const figureIn = (output: CellOutput): Figure[] =>
  "data" in output && FIGURE in output.data ? [output.data[FIGURE] as Figure] : [];

function plainText(output: CellOutput): string[] {
  if (output.output_type === "stream") return output.name === "stdout" ? [output.text] : [];
  if (output.output_type === "error") return [];
  const { "text/plain": text, ...richer } = output.data;
  return Object.keys(richer).length === 0 ? [String(text)] : [];
}

const lines = (texts: string[]): string[] => texts.flatMap((text) => text.trim().split(/\s*\n/u));

const textsOf = (outputs: Locator): Promise<string[]> => outputs.allInnerTexts();
