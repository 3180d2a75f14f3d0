import type { Frame } from "plotly.js-dist-min";
import { checkNames, type Pair } from "../arguments.ts";
import { flat, holds } from "../conv/nested.ts";
import type { Conv2dOptions } from "../conv/options.ts";
import { outputSize, placementOf, type Placement } from "../conv/placement.ts";
import { refuse, show } from "../errors.ts";
import { checkKernel, type Kernel } from "../spatial/kernel.ts";
import { controls, controlsHeight } from "./animation.ts";
import { canvas, corners, each, fill, look, outline, say, typeSize, write } from "./cells.ts";
import { digits, sumOf, written } from "./dot-product.ts";
import { Figure } from "./figure.ts";
import { arrange, bottom, captions, settings } from "./sliding-window-layout.ts";
import { frame } from "./style.ts";
import { windowsOf } from "./windows.ts";

export interface SlidingWindowOptions extends Pick<Conv2dOptions, "stride" | "padding" | "dilation"> {
  /** [H][W] */
  input: readonly (readonly number[])[];
  /** [kH][kW] */
  kernel: Kernel;
  title?: string | undefined;
}

const who = "plot.slidingWindow";
const lineHeight = 18;
const lineWidth = 44;
const short = (value: number) => digits(value, 2);

/**
 * A kernel that slides over an input: the window, the dot product written out, and the output that fills up, with buttons
 * to play and pause and a slider that steps. Zeros of the padding are grey. At first the whole output shows, and the dot
 * product of the position in its middle.
 *
 * @param options  input, kernel, and stride, padding, dilation as in conv2d; title
 * @throws  when input or kernel are not rows of finite numbers, options do not fit them, the kernel has more than 25 numbers,
 *   or there are more than 64 positions, 27 rows or columns with the padding, or more digits than can be read
 * @example
 * const image = [[3, 1, 2, 0], [0, 1, 3, 1], [2, 2, 0, 1], [1, 0, 1, 3]];
 * await display(plot.slidingWindow({ input: image, kernel: spatial.kernels.sobelX, padding: 1, title: "Sobel x" }));
 * @see Dumoulin and Visin 2016, arXiv 1603.07285, for the sizes
 */
export function slidingWindow(options: SlidingWindowOptions): Figure {
  const { inputSize, size, placement } = check(options);
  const { input, kernel, title } = options;
  const [[top], [left]] = placement.padding;
  const pixelAt = (row: number, column: number) => input[row - top]?.[column - left];
  const windows = windowsOf(pixelAt, kernel, placement, size);
  const grids = arrange(inputSize, placement, size);
  const numbers = {
    input: each(grids.input, (row, column) => short(pixelAt(row, column) ?? 0)),
    kernel: kernel.map((row) => row.map(short)),
    output: windows.map(({ taps }) => short(sumOf(taps))),
  };
  const type = typeSize(who, grids.input.side, Object.values(numbers).flat(2));
  const ground = each(grids.input, (row, column) => (pixelAt(row, column) === undefined ? look.padding : look.pixel));

  /** What moves: looks of input and output, frames around the window and its result, results so far, the dot product. */
  const state = (current: number, filled: number) => {
    const { row, column, taps } = windows[current]!;
    const [first, last] = [taps[0]![0]!, taps.at(-1)!.at(-1)!];
    const under = new Set(taps.flat().map((tap) => `${tap.row},${tap.column}`));
    const result = (p: number) => (p === current ? look.active : p < filled ? look.done : look.empty);
    return {
      input: ground.map((looks, r) => looks.map((own, c) => (under.has(`${r},${c}`) ? look.active : own))),
      output: each(grids.output, (r, c) => result(r * size[1] + c)),
      around: [
        { of: grids.input, ...first, rows: last.row - first.row + 1, columns: last.column - first.column + 1 },
        { of: grids.output, row, column, rows: 1, columns: 1 },
      ],
      results: numbers.output.map((text, p) => (p < filled ? text : "")),
      product: written(taps, lineWidth).join("<br>"),
    };
  };
  const middle = Math.floor(size[0] / 2) * size[1] + Math.floor(size[1] / 2);
  const first = state(middle, windows.length);
  const words = settings(placement);
  const y = Math.max(...Object.values(grids).map(bottom)) + 6;
  const product = { x: 0, y: y + (words ? lineHeight + 4 : 0) };
  const most = Math.max(...windows.map(({ taps }) => written(taps, lineWidth).length));
  const height = product.y + most * lineHeight + 6;
  const layout = frame({ title, height: height + controlsHeight });
  const frames = windows.map((_, p): Frame => {
    const { input, output, around, results, product } = state(p, p + 1);
    const data = [{ z: input }, { z: output }, corners(around), { text: results }, { text: [product] }];
    return { name: String(p + 1), traces: [0, 1, 2, 3, 4], data };
  });
  return new Figure(
    [
      fill(grids.input, first.input),
      fill(grids.output, first.output),
      outline(first.around),
      write(grids.output, first.results, type),
      say([{ ...product, text: first.product }]),
      fill(
        grids.kernel,
        each(grids.kernel, () => look.active),
      ),
      write(grids.input, numbers.input.flat(), type, (row, column) => pixelAt(row, column) === undefined),
      write(grids.kernel, numbers.kernel.flat(), type),
      say([...captions(grids, inputSize), ...(words ? [{ x: 0, y, text: words }] : [])]),
    ],
    {
      ...layout,
      margin: { ...layout.margin, b: 16 + controlsHeight },
      ...canvas(height, Object.values(grids)),
      ...controls({
        names: windows.map((_, p) => String(p + 1)),
        active: middle,
        prefix: "position ",
        suffix: ` of ${windows.length}`,
        duration: 800,
      }),
    },
    `${title ?? "Sliding window"}: a ${placement.kernel.join("×")} kernel over a ${inputSize.join("×")} input${words && `, ${words}`} gives ${each(
      grids.output,
      (r, c) => numbers.output[r * size[1] + c],
    )
      .map((row) => row.join(" "))
      .join("; ")}`,
    frames,
  );
}

/** Refuses what cannot be drawn; the sizes of input and output, and how the kernel is laid. */
function check(options: SlidingWindowOptions): { inputSize: Pair; size: Pair; placement: Placement } {
  checkNames(who, options, ["input", "kernel", "stride", "padding", "dilation", "title"]);
  const { input, kernel } = options;
  const rows = flat(input);
  if (
    !Array.isArray(input) ||
    !holds(rows, [2]) ||
    rows.data.length === 0 ||
    !Array.from(rows.data).every(Number.isFinite)
  ) {
    const remedy = "give [[1, 2], [3, 4]], or of a tensor [H, W] await tensor.array()";
    refuse(who, "input to be rows of equal length of finite numbers", show(input), remedy);
  }
  checkKernel(who, kernel);
  const inputSize: Pair = [rows.shape[0]!, rows.shape[1]!];
  const kernelSize: Pair = [kernel.length, kernel[0]!.length];
  const taps = kernelSize[0] * kernelSize[1];
  if (taps > 25) refuse(who, "a kernel of at most 25 numbers", String(taps), "show the same with a smaller kernel");
  const placement = placementOf(who, kernelSize, options);
  const size = outputSize(who, inputSize, placement);
  const positions = size[0] * size[1];
  if (positions > 64)
    refuse(who, "at most 64 positions", `${positions} (${size.join("×")})`, "give a smaller input or a larger stride");
  const [height, width] = [0, 1].map(
    (axis) => inputSize[axis]! + placement.padding[axis]![0] + placement.padding[axis]![1],
  );
  if (Math.max(height!, width!) > 27)
    refuse(
      who,
      "at most 27 rows and columns, padding included",
      `${height}×${width}`,
      "give a smaller input or padding",
    );
  return { inputSize, size, placement };
}
