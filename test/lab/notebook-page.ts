import { join } from "node:path";
import type { Browser, Locator, Page } from "playwright-core";
import { checkout, type LabServer } from "./server.ts";

const WIDTH = 1400;
const PATIENCE = 120_000;

/** A notebook open in JupyterLab, run from its first cell to its last in a fresh kernel. */
export interface NotebookPage {
  /** The code cells in the notebook's order. */
  cells: Locator;
  /** The numbers of the cells that ran. */
  numbers: string[];
  /** What the browser complained about, with where it came from. */
  complaints: string[];
  close(): Promise<void>;
}

/** Opens a notebook, restarts its kernel and runs all its cells by the menu, as a reader does, and keeps a picture of it. */
export async function runInLab(browser: Browser, lab: LabServer, name: string): Promise<NotebookPage> {
  const page = await browser.newPage({ viewport: { width: WIDTH, height: 900 } });
  const complaints: string[] = [];
  page.on("pageerror", ({ stack, message }) => complaints.push(stack ?? message));
  page.on("console", (line) => line.type() === "error" && complaints.push(`${line.text()} (${line.location().url})`));

  await page.goto(`${lab.url}lab/tree/${name}?reset&token=${lab.token}`);
  await idle(page);
  await page.getByRole("menuitem", { name: "Kernel", exact: true }).click();
  await page
    .locator(".lm-Menu-item:not(.lm-mod-disabled)")
    .filter({ hasText: "Restart Kernel and Run All Cells…" })
    .click();
  await page.getByRole("button", { name: "Confirm Kernel Restart" }).click();
  try {
    await page.waitForFunction(hasRun, undefined, { timeout: PATIENCE });
    await idle(page);
    await page.waitForFunction(everyFigureIsDrawn, undefined, { timeout: PATIENCE });
  } finally {
    await keepPicture(page, name);
  }
  const cells = page.locator(".jp-Notebook .jp-CodeCell");
  const prompts = await cells.locator(".jp-InputPrompt").allInnerTexts();
  const close = async () => {
    await page.close();
    await lab.endKernels();
  };
  return { cells, numbers: prompts.flatMap((prompt) => /\d+/u.exec(prompt) ?? []), complaints, close };
}

/** Waits for the status bar to say so, which names the kernel, too. */
const idle = (page: Page) => page.getByText("TypeScript (sepconv) | Idle").waitFor({ timeout: PATIENCE });

/** Runs in the page: tells whether some cell has its number and none waits for it, which a star shows. */
function hasRun(): boolean {
  const prompts = [...document.querySelectorAll(".jp-Notebook .jp-CodeCell .jp-InputPrompt")].map(
    (element) => element.textContent,
  );
  return prompts.some((prompt) => /\d/u.test(prompt)) && !prompts.some((prompt) => prompt.includes("*"));
}

const everyFigureIsDrawn = () =>
  [...document.querySelectorAll('[data-mime-type="application/vnd.plotly.v1+json"]')].every((output) =>
    output.querySelector(".js-plotly-plot .main-svg"),
  );

/** Makes the window as high as the notebook, whose cells would scroll otherwise. */
async function keepPicture(page: Page, name: string): Promise<void> {
  const notebook = page.locator(".jp-Notebook");
  const first = await notebook.locator(".jp-Cell").first().boundingBox();
  const last = await notebook.locator(".jp-Cell").last().boundingBox();
  await page.setViewportSize({ width: WIDTH, height: Math.ceil(last!.y + last!.height - first!.y) + 300 });
  await notebook.locator(".jp-WindowedPanel-outer").evaluate((panel) => panel.scrollTo(0, 0));
  const { x, y, width } = (await notebook.boundingBox())!;
  const end = (await notebook.locator(".jp-Cell").last().boundingBox())!;
  const path = join(checkout, "build/lab/screenshots", name.replace(/\.ipynb$/u, ".png"));
  await page.screenshot({ path, clip: { x, y, width, height: end.y + end.height - y } });
}
