import { createRequire } from "node:module";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as plot from "../../src/plot/index.ts";
import { kernels } from "../../src/spatial/index.ts";
import { programs } from "./programs.ts";
import { executablePath, launchChromium } from "../chromium.ts";

const input = [
  [3, 1, 2, 0, 1],
  [0, 1, 3, 1, 2],
  [2, 2, 0, 1, 0],
  [1, 0, 1, 3, 2],
  [0, 2, 1, 0, 1],
];
const figures: Record<string, () => plot.Figure> = {
  "sliding window": () => plot.slidingWindow({ input, kernel: kernels.sobelX, title: "Sobel x" }),
  "padded, strided, dilated window": () =>
    plot.slidingWindow({ input, kernel: kernels.sobelX, padding: 2, stride: [1, 2], dilation: [1, 2] }),
  "window with fractions": () => plot.slidingWindow({ input, kernel: kernels.gaussian(3) }),
  positions: () => plot.positions({ inputSize: 5, kernelSize: 3, title: "81 against 45 + 27" }),
  "positions of a wide map": () => plot.positions({ inputSize: [4, 7], kernelSize: [2, 5] }),
};

const still = ["accuracy-crowded", "depth", "roofline", "shares", "speed-ups", "times"];

declare const Plotly: {
  newPlot(place: HTMLElement, figure: object): Promise<void>;
  animate(place: HTMLElement, frames: string[], options: object): Promise<void>;
};

describe.skipIf(executablePath === undefined)("in Chromium", { timeout: 60_000 }, () => {
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    browser = await launchChromium();
    page = await browser.newPage({ offline: true });
    await page.setContent("<!doctype html><body style='margin: 0'>");
    await page.addScriptTag({ path: createRequire(import.meta.url).resolve("plotly.js-dist-min") });
  }, 60_000);
  afterAll(() => browser?.close());

  async function draw(figure: plot.Figure, width: number): Promise<void> {
    await page.setViewportSize({ width, height: 900 });
    await page.evaluate(newPlot, { ...figure });
  }

  describe.each(Object.keys(figures))("%s", (name) => {
    test.each([360, 700, 960])("no labels overlap or are cut off at %i pixels, also midway", async (width) => {
      const figure = figures[name]!();
      await draw(figure, width);
      expect(await page.evaluate(misplaced)).toEqual([]);
      for (const { name } of figure.frames!.filter((_, p) => p % 5 === 0)) {
        await page.evaluate(show, name!);
        expect(await page.evaluate(misplaced), `frame ${name}`).toEqual([]);
      }
    });
  });

  describe.each(still)("%s", (name) => {
    test.each([360, 700, 960])("no labels overlap or are cut off at %i pixels", async (width) => {
      await draw(programs[name]!(), width);
      expect(await page.evaluate(misplaced)).toEqual([]);
    });
  });

  test.each(["sliding window", "positions"])("%s plays, pauses and steps", async (name) => {
    const figure = figures[name]!();
    await draw(figure, 700);
    const texts = () => page.locator(".scatterlayer").evaluate((layer) => layer.textContent);
    const first = await texts();
    await page.locator(".updatemenu-button", { hasText: "Play" }).click();
    await expect.poll(texts, { timeout: 10_000 }).not.toBe(first);
    const moved = await texts();
    await expect.poll(texts, { timeout: 10_000 }).not.toBe(moved);
    await page.locator(".updatemenu-button", { hasText: "Pause" }).click();
    await page.waitForTimeout(200);
    const paused = await texts();
    await page.waitForTimeout(1200);
    expect(await texts()).toBe(paused);
    const rail = (await page.locator(".slider-rail-touch-rect").boundingBox())!;
    await page.mouse.click(rail.x + rail.width - 2, rail.y + rail.height / 2);
    await expect.poll(texts).not.toBe(paused);
    await expect.poll(() => page.locator(".slider-label").first().textContent()).toContain(figure.frames!.at(-1)!.name);
  });
});

/** Runs in the page. */
async function newPlot(figure: object): Promise<void> {
  document.body.innerHTML = "<div></div>";
  await Plotly.newPlot(document.querySelector("div")!, figure);
}

/** Runs in the page. */
const show = (name: string) =>
  Plotly.animate(document.querySelector("div")!, [name], {
    mode: "immediate",
    frame: { duration: 0, redraw: true },
    transition: { duration: 0 },
  });

/** Runs in the page: labels that lie on one another or beyond the page's sides. */
function misplaced(): string[] {
  const labels = [...document.querySelectorAll("text")]
    .filter((label) => label.textContent !== "")
    .map((label) => ({ text: label.textContent, box: label.getBoundingClientRect() }))
    .filter(({ box }) => box.width > 0);
  const cut = labels.filter(({ box }) => box.left < 0 || box.right > innerWidth).map(({ text }) => `${text} is cut`);
  const overlapping = labels.flatMap(({ text, box }, i) =>
    labels
      .slice(i + 1)
      .filter((b) => box.left + 1 < b.box.right && b.box.left + 1 < box.right)
      .filter((b) => box.top + 2 < b.box.bottom && b.box.top + 2 < box.bottom)
      .map((b) => `${text} lies on ${b.text}`),
  );
  return [...cut, ...overlapping];
}
