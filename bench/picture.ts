import { writeFileSync } from "node:fs";
import { findChromium } from "../kernel/runner/still/chromium.ts";
import { PlotlyPage } from "../kernel/runner/still/plotly-page.ts";
import type { Figure } from "../src/plot/figure.ts";

/** Writes a figure as a PNG, or says why there is none. */
export async function drawPicture({ data, layout }: Figure, path: string): Promise<void> {
  try {
    const bounds = { milliseconds: 30_000, signal: new AbortController().signal };
    const page = await PlotlyPage.open(findChromium(), bounds);
    try {
      writeFileSync(path, (await page.draw({ data, layout } as Parameters<PlotlyPage["draw"]>[0])).png);
    } finally {
      await page.close();
    }
  } catch (error) {
    console.error(`Without ${path}: ${(error as Error).message}`);
  }
}
