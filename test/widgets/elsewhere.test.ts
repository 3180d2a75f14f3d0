import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { code, run, write } from "../kernel/runner/sepconv.ts";
import { checkout } from "../package/installed.ts";

const NOTE = "The controls move in JupyterLab, with the kernel of sepconv.";

/** Runs a script in plain Node. */
function script(text: string) {
  const args = ["--conditions=source", "--input-type=module-typescript", "--eval", text];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: checkout, encoding: "utf8" });
  return { status, stdout, stderr };
}

test("a script calls the function once, and prints the controls and its result", () => {
  const interact = `import { widgets } from "sepconv";
    await widgets.interact(({ groups, size, same }) => { console.log("called"); return [groups, size, same].join(); }, {
      groups: { one: 1, two: 2 }, size: { min: 3, max: 9 }, same: true,
    });`;
  const controls = `groups: one (one, two)\nsize: 3 (3 … 9)\nsame: ☑\n${NOTE}`;
  expect(script(interact)).toEqual({ status: 0, stdout: `${controls}\ncalled\n1,3,true\n`, stderr: "" });
});

test("a script fails where the function does", () => {
  const interact = `import { widgets } from "sepconv";
    await widgets.interact(() => { throw new RangeError("three"); }, { n: [1] });`;
  expect(script(interact)).toMatchObject({ status: 1, stderr: expect.stringContaining("RangeError: three") });
});

test("a widget in a script keeps its value and calls who listens", () => {
  const listening = `import { widgets } from "sepconv";
    const sigma = new widgets.FloatSlider({ max: 3, description: "σ:" });
    sigma.onChange((value) => console.log("now", value));
    sigma.value = 0.25; sigma.close(); sigma.value = 99;
    console.log(sigma.text);`;
  expect(script(listening)).toEqual({ status: 0, stdout: "now 0.25\nnow 3\nσ: 3 (0 … 3)\n", stderr: "" });
});

test("a page of a notebook shows the controls as they stand, and the figure", async () => {
  mkdirSync(join(checkout, "build"), { recursive: true });
  const folder = mkdtempSync(join(checkout, "build/widgets-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const interact = `import { plot, widgets } from "sepconv";
await widgets.interact(({ groups }) => plot.groups({ inChannels: 4, outChannels: 4, groups }), { groups: [2, 4] });`;
  write(folder, "n.ipynb", code(interact));
  expect(await run(["n.ipynb", "--output", "out"], folder)).toMatchObject({ code: 0 });
  const page = readFileSync(join(folder, "out/n.html"), "utf8");
  expect(page).toContain(`<div>groups: 2 (2, 4)</div><div><small>${NOTE}</small></div>`);
  expect(page).toContain("groups = 2, grouped: each output sees 2 of 4 inputs");
  expect(page).not.toContain("widget-view");
  expect(page).not.toContain("shown in Jupyter only");
});
