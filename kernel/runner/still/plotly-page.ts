import { createRequire } from "node:module";
import type { Browser, Page } from "playwright-core";
import sharp from "sharp";
import { bounded, type Bounds } from "./bounded.ts";

/** What Plotly draws: the value of `application/vnd.plotly.v1+json`. */
export interface PlotlyFigure {
  data: object[];
  layout?: { width?: number; height?: number };
}

/** As wide as a notebook's text column on GitHub. */
const WIDTH = 700;
/** Plotly's own default. */
const HEIGHT = 450;
/** A picture of more bytes is drawn with half the dots a side, so that notebooks stay small. */
const LARGE = 100_000;

/** A figure's picture, and the size in CSS pixels at which it is shown. */
export interface Still {
  png: Buffer;
  width: number;
  height: number;
}

/** A figure that Plotly does not draw; the browser lives on. */
export class Refused extends Error {}

/** A browser's empty page in which there is Plotly, and no network. */
export class PlotlyPage {
  readonly #browser: Browser;
  readonly #page: Page;
  readonly #bounds: Bounds;

  private constructor(browser: Browser, page: Page, bounds: Bounds) {
    this.#browser = browser;
    this.#page = page;
    this.#bounds = bounds;
  }

  /** @throws Error  when the browser does not start within its bounds */
  static async open(executablePath: string, bounds: Bounds): Promise<PlotlyPage> {
    const starting = launch(executablePath, bounds);
    try {
      const browser = await bounded(starting, bounds);
      return new PlotlyPage(browser, await bounded(blank(browser), bounds), bounds);
    } catch (error) {
      // not awaited: a browser that hangs takes its time
      void starting.then((browser) => browser.close()).catch(() => {});
      throw error;
    }
  }

  /**
   * The figure as it stands when it is drawn: crisp on dense screens where that costs little.
   * @throws Refused  when Plotly does not draw it
   * @throws Error    when the browser does not answer within its bounds
   */
  async draw(figure: PlotlyFigure): Promise<Still> {
    const { width = WIDTH, height = HEIGHT } = figure.layout ?? {};
    const size = { width, height: Math.round(height) };
    const crisp = await this.#png(figure, { ...size, scale: 2 });
    const png = crisp.length <= LARGE ? crisp : await this.#png(figure, { ...size, scale: 1 });
    return { ...size, png };
  }

  async #png(figure: PlotlyFigure, size: object): Promise<Buffer> {
    const answer = await bounded(this.#page.evaluate(toImage, { figure, size }), this.#bounds);
    if ("refusal" in answer) throw new Refused(answer.refusal);
    const png = Buffer.from(answer.url.replace("data:image/png;base64,", ""), "base64");
    // Chromium packs in haste; and on a dark page dark letters need a ground.
    return sharp(png).flatten({ background: "#fff" }).png({ compressionLevel: 9 }).toBuffer();
  }

  close(): Promise<void> {
    return this.#browser.close();
  }
}

async function launch(executablePath: string, { milliseconds }: Bounds): Promise<Browser> {
  const { chromium } = await import("playwright-core");
  const starting = chromium.launch({
    executablePath,
    timeout: milliseconds,
    chromiumSandbox: process.getuid?.() !== 0,
    // the run itself answers signals: it still writes what it has
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    // WebGL traces are drawn without a GPU, too
    args: ["--enable-unsafe-swiftshader"],
  });
  return starting.catch((error: Error) => {
    throw new Error(`${executablePath} does not start: ${said(error.message)}`);
  });
}

/** Of Playwright's long account of a start that failed, what the browser itself said last. */
const said = (account: string) =>
  [...account.matchAll(/^\[pid=\d+\]\[err\] (?<line>.+)$/gmu)].at(-1)?.groups?.["line"] ?? account.split("\n")[0];

async function blank(browser: Browser): Promise<Page> {
  const page = await browser.newPage({ offline: true, locale: "en-US", timezoneId: "UTC" });
  await page.addScriptTag({ path: createRequire(import.meta.url).resolve("plotly.js-dist-min") });
  return page;
}

declare const Plotly: { toImage(figure: PlotlyFigure, options: object): Promise<string> };

/** Runs in the page. */
async function toImage({ figure, size }: { figure: PlotlyFigure; size: object }) {
  try {
    return { url: await Plotly.toImage(figure, { format: "png", ...size }) };
  } catch (error) {
    return { refusal: error instanceof Error ? error.message : String(error) };
  }
}
