import { describe, expect, test } from "vitest";
import { naive } from "../../src/conv/naive.ts";
import { slidingWindow, type SlidingWindowOptions } from "../../src/plot/index.ts";

const input = [
  [3, 1, 2, 0, 1],
  [0, -1, 3, 1, 2],
  [2, 2, 0, -4, 0],
  [1, 0, 1, 3, 2],
];
const sobel = [
  [-1, 0, 1],
  [-2, 0, 2],
  [-1, 0, 1],
];

const cases: [string, SlidingWindowOptions][] = [
  ["a plain pass", { input, kernel: sobel }],
  ["padding", { input, kernel: sobel, padding: 1 }],
  ["uneven padding", { input, kernel: [[1, 2]], padding: "same" }],
  ["stride", { input, kernel: sobel, padding: 1, stride: [1, 2] }],
  ["dilation", { input, kernel: [[1, -2]], dilation: [1, 3] }],
];

interface Trace {
  z: number[][];
  text: string[];
  x: (number | null)[];
  y: (number | null)[];
}

const number = (text: string) => Number(text.replaceAll(/[()]|<.?b>/g, "").replace("−", "-"));
const active = 4;

/** The first picture's traces, and those of each frame in their places. */
function pictures(options: SlidingWindowOptions) {
  const figure = slidingWindow(options);
  const first = figure.data as unknown as Trace[];
  const frames = (figure.frames ?? []).map(({ data = [], traces = [] }) =>
    first.map((trace, t): Trace => ({ ...trace, ...data[traces.indexOf(t)] })),
  );
  return { figure, first, frames };
}

/** What the drawing says: results, the product's factors, its end, and the numbers in the cells that look active. */
function read(traces: Trace[]) {
  const [looks, , , results, product, , numbers] = traces as [Trace, Trace, Trace, Trace, Trace, Trace, Trace];
  const [terms, end] = splitSum(product.text[0]!);
  const under = looks.z.flat().flatMap((look, i) => (look === active ? [number(numbers.text[i]!)] : []));
  return { results: results.text.filter(Boolean).map(number), terms, end, under };
}

function splitSum(text: string): [terms: [number, number][], end: number] {
  const [sum = "", end = ""] = text.split("<br>= ");
  const terms = sum.split(/(?:<br>| )\+\u00A0/).map((term) => term.split("·").map(number));
  return [terms as [number, number][], number(end)];
}

describe.each(cases)("%s", (_, options) => {
  const { input, kernel, stride, padding, dilation } = options;
  const { output, multiplications } = naive.conv2d([input], [[kernel]], { stride, padding, dilation });
  const expected = (output as number[][][]).flat(2);
  const { first, frames } = pictures(options);

  test("ends in the output of the convolution, which the first picture shows too", () => {
    expect(frames).toHaveLength(expected.length);
    expect(read(frames.at(-1)!).results).toEqual(expected);
    expect(read(first).results).toEqual(expected);
  });

  test("fills the output one number a position", () => {
    expect(frames.map((frame) => read(frame).results)).toEqual(expected.map((_, p) => expected.slice(0, p + 1)));
  });

  test("writes each dot product out, of the numbers under the window and all of the kernel", () => {
    for (const [p, frame] of frames.entries()) {
      const { terms, end, under } = read(frame);
      expect(terms.map(([pixel]) => pixel)).toEqual(under);
      expect(terms.map(([, weight]) => weight)).toEqual(kernel.flat());
      expect(terms.reduce((sum, [pixel, weight]) => sum + pixel * weight, 0)).toBe(expected[p]);
      expect(end).toBe(expected[p]);
    }
    expect(frames.flatMap((frame) => read(frame).terms)).toHaveLength(multiplications);
  });
});

test("begins with the middle of the output", () => {
  const { first, frames } = pictures({ input, kernel: sobel, padding: 1 });
  const { sliders } = slidingWindow({ input, kernel: sobel, padding: 1 }).layout;
  expect(first[4]!.text).toEqual(frames[12]![4]!.text);
  expect(sliders).toMatchObject([{ active: 12, steps: { length: 20 } }]);
});

test("draws the frame around what the kernel reaches over, also between its taps", () => {
  const { frames } = pictures({ input, kernel: [[1, -2]], dilation: [1, 3] });
  const [left, right] = frames[1]![2]!.x as [number, number];
  const { x0, dx } = frames[1]![0] as unknown as { x0: number; dx: number };
  expect([(left - x0) / dx + 0.5, (right - x0) / dx + 0.5]).toEqual([1, 5].map((cell) => expect.closeTo(cell, 6)));
});

test("shows the zeros of the padding as cells of another look", () => {
  const { first } = pictures({ input: [[5, 6]], kernel: [[1]], padding: [1, 0] });
  const [[above], , [below]] = first[0]!.z as [[number], number[], [number]];
  expect([above, below]).toEqual([1, 1]);
  expect(first[0]!.z[1]).not.toContain(1);
  expect(first[6]!.text).toEqual(["0", "0", "5", "6", "0", "0"]);
});

test("repeats in a frame only what moves", () => {
  const { figure } = pictures({ input, kernel: sobel });
  for (const { traces, data } of figure.frames!) {
    expect(traces).toEqual([0, 1, 2, 3, 4]);
    expect(data!.map((change) => Object.keys(change))).toEqual([["z"], ["z"], ["x", "y"], ["text"], ["text"]]);
  }
});

test("says = only where every number is written in full", () => {
  const product = (kernel: number[][]) => pictures({ input: [[4]], kernel }).first[4]!.text[0];
  expect(product([[0.25]])).toBe("4·0.25<br>= <b>1</b>");
  expect(product([[1 / 3]])).toBe("4·0.333<br>≈ <b>1.33</b>");
  expect(product([[-1234]])).toBe("4·(−1,234)<br>= <b>−4,936</b>");
});

test("takes at most 100 kB for 64 positions of a 3×3 kernel", () => {
  const large = Array.from({ length: 8 }, (_, y) => Array.from({ length: 8 }, (_, x) => (y * 7 + x * 3) % 10));
  const figure = slidingWindow({ input: large, kernel: sobel, padding: 1 });
  expect(figure.frames).toHaveLength(64);
  expect(JSON.stringify(figure).length).toBeLessThan(100_000);
});

test.each<[Partial<Record<keyof SlidingWindowOptions | "strides", unknown>>, string]>([
  [{ input: [[1, 2], [3]] }, "input to be rows of equal length of finite numbers, received [[1, 2], [3]]; give"],
  [{ input: [[Number.NaN]] }, "input to be rows of equal length of finite numbers"],
  [{ input: undefined }, "received undefined; give [[1, 2], [3, 4]]"],
  [{ input: { data: [1], shape: [1, 1] } }, "received an object with data, shape"],
  [{ kernel: [] }, "kernel to be a non-empty array of rows"],
  [{ kernel: Array(6).fill(Array(6).fill(1)) }, "a kernel of at most 25 numbers, received 36; show the same with"],
  [{ kernel: [[1], [1], [1], [1], [1]] }, "the kernel to fit into the padded input [4, 5]"],
  [{ padding: 4 }, "at most 64 positions, received 110 (10×11); give a smaller input or a larger stride"],
  [{ padding: 300, stride: 300 }, "at most 27 rows and columns, padding included, received 604×605; give a smaller"],
  [{ kernel: [[1_234_567]] }, "numbers short enough to be read in their cells"],
  [{ strides: 2 }, "did you mean stride?"],
  [{ stride: 0 }, "stride to be one or two integers of 1 or more, received 0"],
])("refuses %j", (options, message) => {
  const given = { input, kernel: sobel, ...options } as SlidingWindowOptions;
  expect(() => slidingWindow(given)).toThrow("plot.slidingWindow: expected ");
  expect(() => slidingWindow(given)).toThrow(message);
});
