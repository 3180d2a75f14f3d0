import { describe, expect, test } from "vitest";
import { legibility } from "./contrast.ts";
import { isDrawn } from "./figure.ts";
import { SOON, useLab } from "./suite.ts";
import { outputs } from "./workbench.ts";

const lab = useLab();

/** Of what the themes of JupyterLab give to what kernels print, yellow on white is the faintest that can be read. */
const FAINTEST = 1.8;

test("a figure is drawn", async () => {
  const { bench } = lab;
  await bench.run('import { plot } from "sepconv";\nplot.groups({ inChannels: 4, outChannels: 4, groups: 2 })');
  const figure = bench.cells.first().locator(".js-plotly-plot");
  await figure.locator(".main-svg").first().waitFor();
  await expect.poll(() => figure.evaluateAll(isDrawn), SOON).toEqual([true]);
  await bench.picture("showing-figure");
});

describe("display", () => {
  test("of HTML, Markdown, SVG, JSON and an image shows each in its form", async () => {
    const { bench } = lab;
    const shown = await bench.run(
      [
        'display.html("<b>bold</b> words");',
        'display.markdown("# Title\\n\\nwith **strong** words and $x^2$");',
        'display.svg(\'<svg xmlns="http://www.w3.org/2000/svg" width="60" height="30"><circle cx="15" cy="15" r="12" fill="teal"/></svg>\');',
        'display.json({ layers: ["conv1", "conv2"] });',
        'display.image("data/astronaut.png", { width: 120 });',
      ].join("\n"),
    );
    await shown.locator("b").getByText("bold", { exact: true }).waitFor();
    await shown.locator("h1").getByText("Title").waitFor();
    await shown.locator("mjx-container, .MathJax").first().waitFor();
    await shown.getByText("layers").waitFor();
    await expect.poll(() => shown.locator("img").evaluateAll(sizes), SOON).toEqual([60, 120]);
    await bench.picture("showing-display");
  });

  test("gives a handle whose update replaces what is shown, in its place", async () => {
    const { bench } = lab;
    const displaying = await bench.start('const shown = display("before"); display("apart"); undefined');
    await bench.ended(displaying);
    expect(await outputs(displaying).allInnerTexts()).toEqual(["'before'", "'apart'"]);
    expect(await (await bench.run('shown.update("after")')).count()).toBe(0);
    await expect.poll(() => outputs(displaying).allInnerTexts(), SOON).toEqual(["'after'", "'apart'"]);
  });

  test("is cleared by clearOutput", async () => {
    const shown = await lab.bench.run(
      'console.log("gone"); display("gone, too"); clearOutput({ wait: true }); console.log("left")',
    );
    expect(await shown.allInnerTexts()).toEqual(["left\n"]);
  });
});

describe("values", () => {
  test("records are a table, with numbers to the right", async () => {
    const shown = await lab.bench.run(
      '[\n  { layer: "conv1", parameters: 1728, share: 0.05 },\n  { layer: "<b>conv2</b>", parameters: 36864, share: 0.95 },\n]',
    );
    await expect
      .poll(() => shown.locator("thead th").allInnerTexts(), SOON)
      .toEqual(["", "layer", "parameters", "share"]);
    const cells = shown.locator("tbody tr").nth(1).locator("td");
    expect(await cells.allInnerTexts()).toEqual(["<b>conv2</b>", "36864", "0.95"]);
    expect(await cells.evaluateAll((all) => all.map((one) => getComputedStyle(one).textAlign))).toEqual([
      "left",
      "right",
      "right",
    ]);
  });

  test("a small tensor is a table of coloured numbers, a larger one a picture", async () => {
    const { bench } = lab;
    const small = await bench.run(
      'import { tf } from "sepconv";\ntf.tensor2d([[1, -2, 1], [2.5, 0, -2], [1, 0, NaN]])',
    );
    await expect
      .poll(() => small.locator("td").allInnerTexts(), SOON)
      .toEqual(["1", "-2", "1", "2.5", "0", "-2", "1", "0", "NaN"]);
    const colours = await small
      .locator("td")
      .evaluateAll((all) => all.map((one) => getComputedStyle(one).backgroundColor));
    expect(new Set(colours).size).toBe(5);
    const large = await bench.run('tf.randomNormal([3, 20, 20], 0, 1, "float32", 7)');
    await expect.poll(() => large.locator("img").evaluateAll(sizes), SOON).toEqual([160, 160, 160]);
  });

  test("everything that is shown can be read in the light and in the dark theme", async () => {
    const { bench } = lab;
    await bench.run(
      '({ text: "words", count: 1, none: undefined, nothing: null, when: new Date(0), map: new Map([["a", /x/g]]), f() {} })',
    );
    await bench.run('throw new Error("outer", { cause: new TypeError("inner") })');
    await bench.run(
      'function deep(): never {\n  throw Object.assign(new Error("deep"), { code: "E_DEEP" });\n}\n\ndeep()',
    );
    await bench.run('const wrong: number = "text";');
    await bench.run("%who");
    const all = outputs(bench.notebook);
    await bench.picture("showing-light", "notebook");
    const light = await all.evaluateAll(legibility);
    expect(light.length).toBeGreaterThan(50);
    expect(light.filter(({ contrast }) => contrast < FAINTEST)).toEqual([]);

    await bench.menu("Settings", "Theme", "JupyterLab Dark");
    await bench.page.locator('body[data-jp-theme-light="false"]').waitFor({ state: "attached" });
    await bench.picture("showing-dark", "notebook");
    const dark = await all.evaluateAll(legibility);
    expect(dark.length).toBe(light.length);
    expect(dark.filter(({ contrast }) => contrast < FAINTEST)).toEqual([]);
  });
});

const sizes = (images: Element[]): number[] => images.map((image) => (image as HTMLImageElement).width);
