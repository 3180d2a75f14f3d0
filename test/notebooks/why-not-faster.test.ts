import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

interface Cell {
  id: string;
  source: string[];
  metadata: { tags?: string[] };
  outputs?: { text?: string[]; data?: { "application/vnd.plotly.v1+json"?: { data: Line[] } } }[];
}

interface Line {
  name?: string;
  mode: string;
  x: number[];
  y: number[];
}

const path = new URL("../../notebooks/06-why-not-faster.ipynb", import.meta.url);
const { cells } = JSON.parse(readFileSync(path, "utf8")) as { cells: Cell[] };
const cell = (id: string) => cells.find((cell) => cell.id === id)!;
const printed = (id: string) => cell(id).outputs!.flatMap(({ text = [] }) => text);

/** The lines of the figure below a cell, by their names. */
function drawn(id: string): Map<string | undefined, Line> {
  const figures = cell(id).outputs!.flatMap(({ data }) => data?.["application/vnd.plotly.v1+json"] ?? []);
  return new Map(figures.flatMap(({ data }) => data).map((line) => [line.name, line]));
}

const channels = [16, 32, 64, 128, 256];
const PLACES = 56 * 56;

/** MACs at a place, and weights. */
const taps: Record<string, (C: number) => number> = {
  standard: (C) => 9 * C * C,
  grouped: (C) => (9 * C * C) / 8,
  depthwise: (C) => 9 * C,
  pointwise: (C) => C * C,
  separable: (C) => 9 * C + C * C,
};

test("quotes the article's claim, and tags what depends on the machine, so that a check leaves it out", () => {
  expect(cells.flatMap(({ source }) => source).join("")).toContain("网络速度更快");
  const tagged = cells.filter(({ metadata }) => metadata.tags).map(({ id, metadata }) => [id, ...metadata.tags!]);
  expect(tagged).toEqual([
    ["setup", "device"],
    ["machine", "timing"],
    ["explain", "device"],
    ...["measure", "times", "roofline", "shares", "speed-ups", "speed-ups-figure", "answer"].map((id) => [
      id,
      "timing",
    ]),
  ]);
});

// On large maps, for k = 3, C = 64 and 8 groups
test("prints the intensities of the closed forms", () => {
  const closed = [(9 * 64) / 4, (9 * 64) / 32, 9 / 4, 64 / 4, (9 + 64) / 8, (9 + 64) / 4];
  const shown = printed("intensity")
    .join("")
    .match(/[\d.]+(?= FLOPs)/gu)!
    .map(Number);
  expect(shown).toEqual(closed.map((intensity) => expect.closeTo(intensity, 1)));
});

test("prints the bounds of the closed forms", () => {
  const [two, one] = [(128 * 9) / (4 * 40 + Math.max(128, 4 * 40)), (128 * 9) / Math.max(128 + 9, 4 * 40)];
  expect(printed("bound").join("")).toBe(
    `β = 40, 128 channels: ${two.toFixed(1)} in two passes, ${one.toFixed(1)} in one\n`,
  );
});

test("draws the time of each layer over its MACs, and at the peak", () => {
  const lines = drawn("times");
  expect([...lines.keys()]).toEqual([undefined, ...Object.keys(taps)]);
  for (const [kind, of] of Object.entries(taps)) {
    expect(lines.get(kind)!.x).toEqual(channels.map((C) => of(C) * PLACES));
    expect(lines.get(kind)!.y.every((seconds) => seconds > 0)).toBe(true);
  }
});

test("draws the layers where their MACs and bytes put them, and the roof of the peak and the bandwidth", () => {
  const [times, lines] = [drawn("times"), drawn("roofline")];
  for (const [kind, of] of Object.entries(taps)) {
    const bytes = (C: number, passes: number) => 4 * (2 * passes * C * PLACES + of(C));
    const intensities = (passes: number) =>
      channels.map((C) => expect.closeTo((2 * of(C) * PLACES) / bytes(C, passes)));
    const inOnePass = printed("explain").join("").includes("one pass");
    expect(lines.get(kind)!.x).toEqual(intensities(kind === "separable" && !inOnePass ? 2 : 1));
    expect(lines.get(kind)!.y).toEqual(
      channels.map((C, i) => expect.closeTo((2 * of(C) * PLACES) / times.get(kind)!.y[i]!, -1)),
    );
  }
  const [ofTime, roof] = [times.get(undefined)!, lines.get(undefined)!];
  const peak = (2 * ofTime.x[0]!) / ofTime.y[0]!;
  const bandwidth = roof.y[0]! / roof.x[0]!;
  roof.x.forEach((x, i) => expect(roof.y[i]! / Math.min(peak, bandwidth * x)).toBeCloseTo(1, 6));
});

test("holds the measured speed-ups against bounds that are below what fewer MACs promise", () => {
  const lines = drawn("speed-ups-figure");
  const fewer = channels.map((C) => (9 * C * C) / (9 * C + C * C));
  expect(lines.get("fewer MACs")!.y).toEqual(fewer.map((ratio) => expect.closeTo(ratio, 9)));
  const [one, two] = ["bound in one pass", "bound in two passes"].map((name) => lines.get(name)!.y);
  for (const [i, ratio] of fewer.entries()) {
    expect(one![i]).toBeLessThanOrEqual(ratio * (1 + 1e-9));
    expect(two![i]).toBeLessThanOrEqual(one![i]! * (1 + 1e-9));
  }
  const seconds = (kind: string) => drawn("times").get(kind)!.y;
  expect(lines.get("measured in one call")!.y).toEqual(
    channels.map((_, i) => expect.closeTo(seconds("standard")[i]! / seconds("separable")[i]!, 9)),
  );
});
