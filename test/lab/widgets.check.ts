import type { Locator } from "playwright-core";
import { expect, test } from "vitest";
import { drawing } from "./figure.ts";
import { SOON, useLab } from "./suite.ts";

const INTERACT = `import { plot, widgets } from "sepconv";
const live = widgets.interact(({ groups, kernelSize }) => plot.groups({ inChannels: 8, outChannels: 8, groups, kernelSize }), {
  groups: [1, 2, 4, 8],
  kernelSize: { min: 1, max: 7, step: 2, value: 3 },
});
await live;`;

const lab = useLab();

/** Drags a slider's handle to a part of its width. */
async function drag(cell: Locator, part: number): Promise<void> {
  const handle = (await cell.locator(".noUi-handle").boundingBox())!;
  const track = (await cell.locator(".noUi-target").boundingBox())!;
  const { mouse } = lab.bench.page;
  await mouse.move(handle.x + handle.width / 2, handle.y + handle.height / 2);
  await mouse.down();
  await mouse.move(track.x + track.width * part, track.y + track.height / 2, { steps: 8 });
  await mouse.up();
}

const captionOf = (cell: Locator): Promise<string> =>
  cell.locator(".js-plotly-plot").evaluate((figure) => figure.textContent ?? "");

test("interact shows a slider, a dropdown and the figure, which changes when they are dragged and chosen", async () => {
  await lab.bench.run(INTERACT);
  const cell = lab.bench.cells.first();
  const figure = cell.locator(".js-plotly-plot");
  await figure.locator(".main-svg").first().waitFor();
  expect(await captionOf(cell)).toContain("8 · 8 · 3×3 = 576 parameters");
  await lab.bench.picture("widgets-before");
  const before = await figure.evaluate(drawing);

  await drag(cell, 1);
  await expect.poll(() => captionOf(cell), SOON).toContain("8 · 8 · 7×7 = 3,136 parameters");
  await cell.locator("select").selectOption("4");
  await expect.poll(() => captionOf(cell), SOON).toContain("8 · 2 · 7×7 = 784 parameters");
  expect(await cell.locator(".widget-readout").innerText()).toBe("7");
  expect(await figure.evaluate(drawing)).not.toBe(before);
  await lab.bench.picture("widgets-after");
});

test("Play plays, a button is clicked, and a cell moves a slider", async () => {
  const code = `const step = new widgets.Play({ max: 8, interval: 100 });
await widgets.interact(({ step }) => \`step \${step}\`, { step });
const reset = new widgets.Button({ description: "Reset" });
reset.onClick(() => { live.widgets.groups.value = 8; live.widgets.kernelSize.value = 5; });
reset`;
  await lab.bench.run(code);
  const cell = lab.bench.cells.nth(1);
  await cell.locator(".widget-play button").first().click();
  await expect.poll(() => cell.innerText(), SOON).toContain("step 8");
  await cell.getByRole("button", { name: "Reset" }).click();
  const first = lab.bench.cells.first();
  await expect.poll(() => captionOf(first), SOON).toContain("8 · 1 · 5×5 = 200 parameters");
  expect(await first.locator(".widget-readout").innerText()).toBe("5");
  expect(await first.locator("select").inputValue()).toBe("8");
  await lab.bench.picture("widgets-play");
});

test("after the page is loaded again the controls come back as they stood, and tell the kernel of changes", async () => {
  await lab.bench.menu("File", "Save Notebook");
  await lab.bench.agree("Rename");
  await expect.poll(() => lab.bench.page.locator(".jp-mod-dirty").count(), SOON).toBe(0);
  await lab.bench.page.reload();
  await lab.bench.status("Idle");
  const cell = lab.bench.cells.first();
  await cell.locator(".noUi-handle").waitFor();
  expect(await cell.locator(".widget-readout").innerText()).toBe("5");
  expect(await cell.locator("select").inputValue()).toBe("8");
  await lab.bench.picture("widgets-restored");
  await drag(cell, 0);
  const outputs = await lab.bench.run("live.widgets.kernelSize.value");
  expect(await outputs.allInnerTexts()).toEqual(["1"]);
  await lab.bench.run("live.widgets.groups.value = 2;");
  await expect.poll(() => cell.locator("select").inputValue(), SOON).toBe("2");
});
