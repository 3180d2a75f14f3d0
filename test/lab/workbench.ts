import { join } from "node:path";
import type { Browser, Locator, Page } from "playwright-core";
import { checkout, type LabServer } from "./server.ts";

const PATIENCE = 30_000;
const WINDOW = { width: 1300, height: 900 };
const KERNEL = "TypeScript (sepconv)";

/** What a cell shows, without the prompts. */
export const outputs = (cell: Locator): Locator => cell.locator(".jp-OutputArea-output");

/** A page of JupyterLab with a new notebook of our kernel, and what a reader does there by mouse and keyboard. */
export class Workbench {
  readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
  }

  /** Opens JupyterLab and clicks the kernel's tile in the launcher. */
  static async open(browser: Browser, lab: LabServer): Promise<Workbench> {
    const page = await browser.newPage({ viewport: WINDOW, acceptDownloads: true });
    page.setDefaultTimeout(PATIENCE);
    await page.goto(`${lab.url}lab?reset&token=${lab.token}`);
    await page.locator(`.jp-LauncherCard[data-category="Notebook"][title="${KERNEL}"]`).click();
    const workbench = new Workbench(page);
    await workbench.status("Idle");
    return workbench;
  }

  /** The notebook in front. */
  get notebook(): Locator {
    return this.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Notebook");
  }

  /** Its code cells, the last of them empty. */
  get cells(): Locator {
    return this.notebook.locator(".jp-CodeCell");
  }

  /** Waits for the status bar to tell that the kernel is in a state. */
  async status(state: "Idle" | "Busy"): Promise<void> {
    await this.page.getByText(`${KERNEL} | ${state}`, { exact: true }).waitFor();
  }

  /** Writes a cell's code into the last cell, as pasted text in the place of whatever is there, and returns the cell. */
  async write(code: string): Promise<Locator> {
    const cell = this.cells.nth((await this.cells.count()) - 1);
    await cell.locator(".cm-content").click();
    await this.page.keyboard.press("ControlOrMeta+A");
    await this.page.keyboard.insertText(code);
    return cell;
  }

  /** Types code and runs it by Shift-Enter, and does not wait for its end. */
  async start(code: string): Promise<Locator> {
    const cell = await this.write(code);
    const count = await this.cells.count();
    await this.page.keyboard.press("Shift+Enter");
    await this.cells.nth(count).waitFor();
    return cell;
  }

  /** Types code, runs it by Shift-Enter and waits for its end; returns its outputs. */
  async run(code: string): Promise<Locator> {
    const cell = await this.start(code);
    await this.ended(cell);
    return outputs(cell);
  }

  /** Waits until a cell has a number, which it gets when it ended. */
  async ended(cell: Locator): Promise<void> {
    await cell
      .locator(".jp-InputPrompt")
      .filter({ hasText: /\[\d+\]/u })
      .waitFor();
  }

  /** Clicks a button of the notebook's toolbar. */
  async tool(name: "interrupt" | "save"): Promise<void> {
    await this.page.locator(`.jp-NotebookPanel:not(.lm-mod-hidden) .jp-Toolbar [data-jp-item-name="${name}"]`).click();
  }

  /** Clicks through the menu bar. */
  async menu(...path: string[]): Promise<void> {
    const [first = "", ...rest] = path;
    await this.page.locator("#jp-MainMenu").getByText(first, { exact: true }).click();
    for (const label of rest) await this.item(label);
  }

  /** Clicks an item of an open menu. */
  async item(label: string): Promise<void> {
    await this.page
      .locator(".lm-Menu-item:not(.lm-mod-disabled)")
      .filter({ has: this.page.locator(".lm-Menu-itemLabel").getByText(label, { exact: true }) })
      .click();
  }

  /** Agrees to what a dialog that shows a text asks or says. */
  async agree(text: string): Promise<void> {
    await this.page.locator(".jp-Dialog").filter({ hasText: text }).locator(".jp-mod-accept").click();
  }

  /** Keeps a picture of the page as it is, or of the whole notebook, for which the window is made as high. */
  async picture(name: string, extent: "page" | "notebook" = "page"): Promise<void> {
    if (extent === "notebook") {
      const heights = await this.notebook
        .locator(".jp-Cell")
        .evaluateAll((cells) => cells.map((cell) => cell.getBoundingClientRect().height));
      const height = heights.reduce((sum, one) => sum + one + 10, 200);
      await this.page.setViewportSize({ ...WINDOW, height: Math.ceil(height) });
      await this.notebook.locator(".jp-WindowedPanel-outer").evaluate((panel) => panel.scrollTo(0, 0));
    }
    await this.page.screenshot({ path: join(checkout, "build/lab/screenshots", `${name}.png`) });
    await this.page.setViewportSize(WINDOW);
  }

  async close(): Promise<void> {
    await this.page.close();
  }
}
