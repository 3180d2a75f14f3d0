import { writeFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { afterEach, describe, expect, test, vi } from "vitest";
import { executablePath } from "../../../chromium.ts";
import { code, load, notebookOf, run, temporary, write } from "../sepconv.ts";
import { add, bars, cellShowing, display, FIGURE, refused, showing, shown, surface } from "./figures.ts";

const decode = (png: unknown) => sharp(Buffer.from(png as string, "base64"));

/** How many dots of a picture are near a colour. */
async function count(png: unknown, colour: number[]): Promise<number> {
  const { data, info } = await decode(png).raw().toBuffer({ resolveWithObject: true });
  let found = 0;
  for (let at = 0; at < data.length; at += info.channels)
    if (colour.every((value, channel) => Math.abs(data[at + channel]! - value) < 16)) found++;
  return found;
}

afterEach(() => vi.unstubAllEnvs());

describe.skipIf(executablePath === undefined)("in Chromium", () => {
  test("a figure's picture shows its bars, at the width of a page and the figure's height", async () => {
    const notebook = showing(bars);
    expect(await add(notebook)).toEqual([]);
    const [{ data, metadata }] = shown(notebook) as [ReturnType<typeof shown>[number]];
    expect(await decode(data["image/png"]).metadata()).toMatchObject({ format: "png", width: 1400, height: 480 });
    expect(metadata).toEqual({ "image/png": { width: 700, height: 240 } });
    const [red, blue, white] = await Promise.all(
      [
        [255, 0, 0],
        [0, 0, 255],
        [255, 255, 255],
      ].map((colour) => count(data["image/png"], colour)),
    );
    expect(red).toBeGreaterThan(5000);
    expect(blue! / red!).toBeCloseTo(3, 1);
    expect(white).toBeGreaterThan(5000);
  });

  test("a surface is drawn without a GPU, too", async () => {
    const notebook = showing(surface);
    expect(await add(notebook)).toEqual([]);
    expect(await count(shown(notebook)[0]!.data["image/png"], [0, 255, 0])).toBeGreaterThan(5000);
  });

  test("a figure that moves is drawn as it stands before", async () => {
    const notebook = showing(bars, { ...bars, frames: [{ name: "1", data: [{ y: [9, 9] }] }] });
    expect(await add(notebook)).toEqual([]);
    const [still, moving] = shown(notebook).map(({ data }) => data["image/png"]);
    expect(moving).toBe(still);
  });

  test("a picture of many dots is drawn with half of them a side", async () => {
    let seed = 1;
    const z = Array.from({ length: 200 }, () =>
      Array.from({ length: 200 }, () => (seed = (seed * 48271) % 2147483647)),
    );
    const notebook = showing({ data: [{ type: "heatmap", z }], layout: {} });
    await add(notebook);
    expect(await decode(shown(notebook)[0]!.data["image/png"]).metadata()).toMatchObject({ width: 700, height: 450 });
  });

  test("a figure that Plotly refuses is named, and the next one is drawn", async () => {
    const notebook = showing(refused, bars);
    const notices = await add(notebook);
    expect(notices).toEqual([expect.stringMatching(/^a\.ipynb: cell 1 \(id cell-1\): .*Plotly does not draw it: ./u)]);
    expect(shown(notebook).map(({ data }) => "image/png" in data)).toEqual([false, true]);
  });

  test("a stopped run draws no more, and says so", async () => {
    const notebook = showing(bars);
    expect(await add(notebook, { milliseconds: 60_000, signal: AbortSignal.abort() })).toEqual([
      expect.stringContaining("the run was stopped"),
    ]);
    expect(Object.keys(shown(notebook)[0]!.data)).toEqual([FIGURE, "text/plain"]);
  });

  test("a run in place adds pictures, and a second one leaves the file as it is", { timeout: 120_000 }, async () => {
    const folder = temporary();
    const path = write(folder, "a.ipynb", code(cellShowing(bars)));
    expect(await run(["a.ipynb", "--output", "out"], folder)).toMatchObject({ code: 0 });
    expect(await run(["a.ipynb", "--inplace"], folder)).toMatchObject({ code: 0 });
    const first = load(path);
    expect(Object.keys(shown(first)[0]!.data)).toEqual([FIGURE, "image/png", "text/plain"]);
    expect(load(join(folder, "out/a.ipynb"))).toEqual(first);
    vi.stubEnv("SEPCONV_CHROMIUM", "/nowhere");
    expect(await run(["a.ipynb", "--inplace", "--typecheck", "off"], folder)).toMatchObject({
      code: 0,
      stderr: "a.ipynb: cell 1/1\n",
    });
    expect(load(path)).toEqual(first);
  });
});

describe("without a browser", () => {
  test("the notebook is written all the same, and a notice on stderr says how to get pictures", async () => {
    vi.stubEnv("SEPCONV_CHROMIUM", "/nowhere/chromium");
    const folder = temporary();
    write(folder, "a.ipynb", code(cellShowing(bars)), code(cellShowing(refused)));
    const { code: exit, stdout, stderr } = await run(["a.ipynb", "--inplace"], folder);
    expect(exit).toBe(0);
    expect(stdout).not.toContain("picture");
    expect(stderr.split("\n").filter((line) => line.includes("picture"))).toEqual([
      'a.ipynb: cell 1 (id cell-1): this figure and those after it are without a picture: expected a browser in SEPCONV_CHROMIUM, received "/nowhere/chromium", which does not exist',
    ]);
    expect(Object.keys(shown(load(join(folder, "a.ipynb")))[0]!.data)).toEqual([FIGURE, "text/plain"]);
  });

  test.each([[["--check"]], [["--html", "a.html"]], [[]]])(
    "none is looked for where no notebook is written: %j",
    async (args) => {
      vi.stubEnv("SEPCONV_CHROMIUM", "/nowhere/chromium");
      const folder = temporary();
      const notebook = notebookOf({ ...code(cellShowing(bars)), outputs: [display(bars)] });
      writeFileSync(join(folder, "a.ipynb"), JSON.stringify(notebook));
      expect(await run(["a.ipynb", ...args], folder)).toMatchObject({ code: 0, stderr: "a.ipynb: cell 1/1\n" });
    },
  );
});
