import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { renderPage } from "../../../../kernel/runner/html/page.ts";
import type { CellOutput } from "../../../../kernel/runner/nbformat/notebook.ts";
import { executablePath, launchChromium } from "../../../chromium.ts";
import { code, notebookOf } from "../sepconv.ts";

/** The page's elements after its scripts have run, and what the browser complained about. */
function open(html: string): { dom: string; complaints: string[] } {
  const folder = mkdtempSync(join(tmpdir(), "sepconv-browser-"));
  writeFileSync(join(folder, "page.html"), html);
  const log = join(folder, "log");
  const dom = execFileSync(
    executablePath!,
    [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--enable-unsafe-swiftshader",
      `--user-data-dir=${folder}`,
      "--virtual-time-budget=10000",
      "--enable-logging",
      `--log-file=${log}`,
      "--dump-dom",
      pathToFileURL(join(folder, "page.html")).href,
    ],
    { encoding: "utf8", maxBuffer: 1e9, stdio: ["ignore", "pipe", "ignore"] },
  );
  const lines = existsSync(log) ? readFileSync(log, "utf8").split("\n") : [];
  return { dom, complaints: lines.filter((line) => /CONSOLE.*(?:Security Policy|Uncaught|ERR_)/u.test(line)) };
}

const figure = (trace: object): CellOutput => ({
  output_type: "display_data",
  data: { "application/vnd.plotly.v1+json": { data: [trace], layout: { height: 200, title: { text: "</script>" } } } },
  metadata: {},
});

test.skipIf(executablePath === undefined)(
  "in Chromium every figure is drawn under the page's policy, and nothing is refused",
  { timeout: 120_000 },
  () => {
    const traces = [
      { type: "scatter", y: [1, 3, 2] },
      { type: "heatmap", z: [[1, 2]] },
      { type: "bar", y: { dtype: "f8", bdata: Buffer.from(new Float64Array([1, 2]).buffer).toString("base64") } },
      { type: "scattergl", y: [1, 2] },
      {
        type: "surface",
        z: [
          [1, 2],
          [3, 4],
        ],
      },
    ];
    const { dom, complaints } = open(renderPage(notebookOf({ ...code("1"), outputs: traces.map(figure) }), "a.ipynb"));
    expect(complaints).toEqual([]);
    const main = dom.slice(dom.indexOf("<main>"), dom.indexOf("</main>"));
    expect(main.match(/js-plotly-plot/gu)).toHaveLength(traces.length);
    expect(main).not.toContain("WebGL is not supported");
  },
);

test.skipIf(executablePath === undefined)("in Chromium nothing of a notebook's HTML runs", { timeout: 120_000 }, () => {
  const attack = `<script>document.title = "ran"</script><img src="x.png" onerror='document.title = "ran"'>
    <svg onload='document.title = "ran"'></svg><details open ontoggle='document.title = "ran"'>x</details>`;
  const cell = { cell_type: "markdown" as const, id: "", metadata: {}, source: `# Quiet\n\n${attack}` };
  const outputs: CellOutput[] = [
    { output_type: "display_data", data: { "text/html": attack }, metadata: {} },
    {
      output_type: "display_data",
      data: { "image/svg+xml": `<svg onload='document.title="ran"'></svg>` },
      metadata: {},
    },
    figure({ type: "scatter", y: [1], name: attack }),
  ];
  expect(open(`<title>Quiet</title>${attack}`).dom).toContain("<title>ran</title>");
  expect(open(renderPage(notebookOf(cell, { ...code(""), outputs }), "a.ipynb")).dom).toContain("<title>Quiet</title>");
});

test.skipIf(executablePath === undefined)(
  "in Chromium a figure's frames play under the page's policy, and its slider steps through them",
  { timeout: 120_000 },
  async () => {
    const now = { mode: "immediate", frame: { duration: 0, redraw: true }, transition: { duration: 0 } };
    const steps = ["one", "two"].map((label) => ({ label, method: "animate", args: [[label], now] }));
    const buttons = [{ label: "Play", method: "animate", args: [["one", "two"], now] }];
    const moving = {
      data: [{ type: "scatter", mode: "text", x: [0], y: [0], text: ["at first"] }],
      layout: { height: 300, updatemenus: [{ type: "buttons", y: 0, buttons }], sliders: [{ steps }] },
      frames: [
        { name: "one", data: [{ text: ["in frame one"] }] },
        { name: "two", data: [{ text: ["in frame two"] }] },
      ],
    };
    const outputs: CellOutput[] = [
      { output_type: "display_data", data: { "application/vnd.plotly.v1+json": moving }, metadata: {} },
    ];
    const file = join(mkdtempSync(join(tmpdir(), "sepconv-browser-")), "page.html");
    writeFileSync(file, renderPage(notebookOf({ ...code("1"), outputs }), "a.ipynb"));
    const browser = await launchChromium();
    try {
      const page = await browser.newPage({ offline: true });
      await page.goto(pathToFileURL(file).href);
      const text = () => page.locator(".scatterlayer").textContent();
      await expect.poll(text, { timeout: 10_000 }).toBe("at first");
      await page.locator(".updatemenu-button").click();
      await expect.poll(text, { timeout: 10_000 }).toBe("in frame two");
      const rail = (await page.locator(".slider-rail-touch-rect").boundingBox())!;
      await page.mouse.click(rail.x + 2, rail.y + rail.height / 2);
      await expect.poll(text, { timeout: 10_000 }).toBe("in frame one");
    } finally {
      await browser.close();
    }
  },
);
