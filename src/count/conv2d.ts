import { refuse, show } from "../errors.ts";

/** What describes a convolution, named as in `torch.nn.Conv2d`. */
export interface CountedConv2d {
  inChannels: number;
  outChannels: number;
  kernelSize: number | readonly [number, number];
  stride?: number | readonly [number, number] | undefined;
  padding?: number | readonly [number, number] | "same" | "valid" | undefined;
  paddingMode?: "zeros" | "reflect" | "replicate" | "circular" | undefined;
  dilation?: number | readonly [number, number] | undefined;
  groups?: number | undefined;
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
  const { groups = 1, bias = true, paddingMode = "zeros", skipPadding = false } = layer;
  const { inChannels, outChannels } = checkedChannels(layer, groups, inputShape);
  const axes = ([0, 1] as const).map((axis) => alongAxis(layer, axis, inputShape.at(axis - 2)!));
  const [rows, columns] = axes as [Axis, Axis];
  const batch = inputShape.length === 4 ? inputShape[0]! : 1;
  const maps = batch * outChannels;
  const outputs = maps * rows.places * columns.places;
  const perTap = maps * (inChannels / groups);
  const macs = perTap * rows.taps * columns.taps;
  const skips = skipPadding && paddingMode === "zeros";
  const multiplications = skips ? perTap * rows.tapsInside * columns.tapsInside : macs;
  const summed = skips ? maps * rows.placesInside * columns.placesInside : outputs;
  const kernel = rows.kernel * columns.kernel * (inChannels / groups) * outChannels;
  return {
    parameters: kernel + (bias ? outChannels : 0),
    macs,
    multiplications,
    additions: bias ? multiplications : multiplications - summed,
    flops: 2 * macs + (bias ? outputs : 0),
    outputShape: [...inputShape.slice(0, -3), outChannels, rows.places, columns.places],
  };
}

function checkedChannels(
  { inChannels, outChannels }: CountedConv2d,
  groups: number,
  inputShape: readonly number[],
): { inChannels: number; outChannels: number } {
  const sizes = { inChannels, outChannels, groups };
  for (const [name, value] of Object.entries(sizes)) whole(name, value, 1);
  inputShape.forEach((size) => whole("each size of inputShape", size, 1));
  if (inputShape.length < 3 || inputShape.length > 4 || inputShape.at(-3) !== inChannels) {
    const expected = `inputShape [${inChannels}, H, W] or [N, ${inChannels}, H, W]`;
    refuse("count.conv2d", expected, show(inputShape), "give the shape that enters the layer");
  }
  if (inChannels % groups !== 0 || outChannels % groups !== 0) {
    const expected = `groups to divide inChannels = ${inChannels} and outChannels = ${outChannels}`;
    refuse("count.conv2d", expected, show(groups), "use groups 1, or other channels");
  }
  return { inChannels, outChannels };
}

/** A convolution along one axis: as padding is a rectangle, what lies inside is a product over both axes. */
interface Axis {
  kernel: number;
  /** Output positions. */
  places: number;
  /** Pairs of an output position and a tap. */
  taps: number;
  /** Those whose pixel is of the input and not of the padding. */
  tapsInside: number;
  /** Output positions with at least one such tap. */
  placesInside: number;
}

function alongAxis(layer: CountedConv2d, axis: 0 | 1, size: number): Axis {
  const kernel = whole("kernelSize", of(layer.kernelSize, axis), 1);
  const stride = whole("stride", of(layer.stride ?? 1, axis), 1);
  const dilation = whole("dilation", of(layer.dilation ?? 1, axis), 1);
  const reach = dilation * (kernel - 1);
  const [before, after] = paddingOf(layer.padding ?? 0, axis, reach, stride);
  const places = Math.floor((size + before + after - reach - 1) / stride) + 1;
  if (places < 1) {
    const room = `a kernel that fits into the padded input, ${size + before + after}`;
    refuse("count.conv2d", room, `one that reaches over ${reach + 1}`, "use a smaller kernel, or more padding");
  }
  const inside = Array.from({ length: places }, (_, place) => {
    const positions = Array.from({ length: kernel }, (_, tap) => place * stride + tap * dilation - before);
    return positions.filter((position) => position >= 0 && position < size).length;
  });
  return {
    kernel,
    places,
    taps: places * kernel,
    tapsInside: inside.reduce((sum, taps) => sum + taps, 0),
    placesInside: inside.filter((taps) => taps > 0).length,
  };
}

function paddingOf(padding: NonNullable<CountedConv2d["padding"]>, axis: 0 | 1, reach: number, stride: number) {
  if (padding === "valid") return [0, 0] as const;
  if (padding === "same") {
    if (stride > 1)
      refuse("count.conv2d", `stride 1 with padding "same"`, show(stride), "give the padding as a number");
    return [Math.floor(reach / 2), Math.ceil(reach / 2)] as const;
  }
  const both = whole("padding", of(padding, axis), 0);
  return [both, both] as const;
}

const of = <T>(value: T | readonly [T, T], axis: 0 | 1): T => (Array.isArray(value) ? value[axis] : value) as T;

function whole(name: string, value: number, least: 0 | 1): number {
  if (!Number.isSafeInteger(value) || value < least) {
    refuse(
      "count.conv2d",
      `${name} to be an integer of ${least} or more`,
      show(value),
      "give a number or [height, width]",
    );
  }
  return value;
}
