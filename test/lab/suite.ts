import type { Browser } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { startBrowser } from "./browser.ts";
import { startLab, type LabServer } from "./server.ts";
import { Workbench } from "./workbench.ts";

/** For how long a test looks again for what a reader would see soon. */
export const SOON = { timeout: 30_000 };

/** A JupyterLab, a browser and a workbench in it, for the tests of one file. */
export function useLab() {
  let lab: LabServer;
  let browser: Browser;
  let bench: Workbench;
  beforeAll(async () => {
    [lab, browser] = await Promise.all([startLab(), startBrowser()]);
    bench = await Workbench.open(browser, lab);
  });
  afterAll(async () => {
    await browser?.close();
    await lab?.close();
  });
  return {
    /** The workbench that the tests share. */
    get bench(): Workbench {
      return bench;
    },
    /** A notebook in a page and with a kernel of its own. */
    another: (): Promise<Workbench> => Workbench.open(browser, lab),
  };
}
