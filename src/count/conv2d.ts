import { checkNames, toGroups, toWhole, type Pair } from "../arguments.ts";
import { CONV2D_OPTIONS, type Conv2dOptions } from "../conv/options.ts";
import { outputSize, placementOf, type Placement } from "../conv/placement.ts";
import { refuse, show } from "../errors.ts";

/** What describes a convolution, named as in `torch.nn.Conv2d`. */
export interface CountedConv2d extends Omit<Conv2dOptions, "bias" | "layout"> {
  inChannels: number;
  outChannels: number;
  kernelSize: number | Pair;
  /** Whether each output value gets a bias added; true by default, as in PyTorch. */
  bias?: boolean | undefined;
  /** Leaves taps on padded zeros out of multiplications and additions, as a loop that skips them does. */
  skipPadding?: boolean | undefined;
}

/** What a convolution costs. */
export interface Conv2dCost {
  /** Values to learn: k_h · k_w · C_in / groups · C_out, and C_out with a bias. */
  parameters: number;
  /** Multiply-accumulates: parameters without bias, times output positions; taps on padding count. */
  macs: number;
  /** Products; as many as macs, less the taps on padded zeros with skipPadding. */
  multiplications: number;
  /** Sums: one less than the products of each output value, and one for its bias. */
  additions: number;
  /** 2 · macs, and one for each bias addition: what calflops and DeepSpeed print. */
  flops: number;
  outputShape: number[];
}

/**
 * What a convolution costs, by arithmetic on its shapes: nothing is computed and no tensor is made.
 *
 * @param layer       what describes it
 * @param inputShape  [C_in, H, W], or [N, C_in, H, W] for a whole batch
 * @returns           counts for the whole input, and the output's shape
 * @throws  when channels, groups or sizes do not fit
 * @example
 * const standard = count.conv2d({ inChannels: 3, outChannels: 4, kernelSize: 3, padding: 1, bias: false }, [3, 64, 64]);
 * console.log(standard.parameters, standard.macs, standard.outputShape); // 108, 442368, [4, 64, 64]
 * @see Howard et al. 2017, arXiv 1704.04861, section 3.1
 */
export function conv2d(layer: CountedConv2d, inputShape: readonly number[]): Conv2dCost {
  checkNames("count.conv2d", layer, KNOWN);
  const { inChannels, outChannels, groups = 1, bias = true, skipPadding = false } = layer;
  const placement = placementOf("count.conv2d", layer.kernelSize, layer);
  checkChannels({ inChannels, outChannels, groups }, inputShape);
  const [height, width] = inputShape.slice(-2) as [number, number];
  const places = outputSize("count.conv2d", [height, width], placement);
  const maps = (inputShape.length === 4 ? inputShape[0]! : 1) * outChannels;
  const outputs = maps * places[0] * places[1];
  const taps = placement.kernel[0] * placement.kernel[1] * (inChannels / groups);
  const macs = outputs * taps;
  let [multiplications, sums] = [macs, outputs];
  if (skipPadding && placement.paddingMode === "zeros") {
    const [rows, columns] = [inside(placement, 0, height, places[0]), inside(placement, 1, width, places[1])];
    multiplications = maps * (inChannels / groups) * rows.taps * columns.taps;
    sums = maps * rows.places * columns.places;
  }
  return {
    parameters: taps * outChannels + (bias ? outChannels : 0),
    macs,
    multiplications,
    additions: bias ? multiplications : multiplications - sums,
    flops: 2 * macs + (bias ? outputs : 0),
    outputShape: [...inputShape.slice(0, -3), outChannels, ...places],
  };
}

const OPTIONS = CONV2D_OPTIONS.filter((name) => name !== "layout");
const KNOWN = ["inChannels", "outChannels", "kernelSize", ...OPTIONS, "skipPadding"];

function checkChannels(sizes: Record<"inChannels" | "outChannels" | "groups", number>, inputShape: readonly number[]) {
  for (const [name, value] of Object.entries(sizes)) toWhole("count.conv2d", name, value, 1);
  const { inChannels, outChannels, groups } = sizes;
  const isShape = Array.isArray(inputShape) && (inputShape.length === 3 || inputShape.length === 4);
  if (!isShape || inputShape.at(-3) !== inChannels) {
    const expected = `inputShape [${inChannels}, H, W] or [N, ${inChannels}, H, W]`;
    refuse("count.conv2d", expected, show(inputShape), "give the shape that enters the layer");
  }
  for (const size of inputShape) toWhole("count.conv2d", "each size of inputShape", size, 1);
  toGroups("count.conv2d", groups, inChannels, outChannels);
}

/**
 * How many pairs of an output position and a tap meet a pixel of the input along an axis, and how many positions have one.
 * As padding is a rectangle, what lies inside is a product over both axes.
 */
function inside({ kernel, stride, dilation, padding }: Placement, axis: 0 | 1, size: number, all: number) {
  let [taps, places] = [0, 0];
  for (let place = 0; place < all; place++) {
    const start = place * stride[axis] - padding[axis][0];
    const first = Math.max(0, Math.ceil(-start / dilation[axis]));
    const last = Math.min(kernel[axis] - 1, Math.floor((size - 1 - start) / dilation[axis]));
    if (first > last) continue;
    taps += last - first + 1;
    places += 1;
  }
  return { taps, places };
}
