/**
 * What the kernels are told of a piece of work: numbers, in this order, 32 bits each. Sizes and steps are in elements, places
 * in memory in bytes. The AssemblyScript class `Job` is made of it.
 */
export const JOB = {
  x: "usize",
  weight: "usize",
  bias: "usize",
  y: "usize",
  /** Another weight: of a pointwise pass, packed. */
  pointwise: "usize",
  /** The bias of the pass between. */
  middleBias: "usize",
  batch: "i32",
  groups: "i32",
  /** Channels of x and of y in a group. */
  channels: "i32",
  filters: "i32",
  height: "i32",
  width: "i32",
  outHeight: "i32",
  outWidth: "i32",
  kernelHeight: "i32",
  kernelWidth: "i32",
  strideHeight: "i32",
  strideWidth: "i32",
  dilationHeight: "i32",
  dilationWidth: "i32",
  top: "i32",
  left: "i32",
  /** Steps of x and y from one image, channel, row and pixel to the next. */
  xImage: "i32",
  xChannel: "i32",
  xRow: "i32",
  xPixel: "i32",
  yImage: "i32",
  yChannel: "i32",
  yRow: "i32",
  yPixel: "i32",
  /** Steps of the weight from one group, filter, channel and tap to the next, and where the first tap of a filter is. */
  weightGroup: "i32",
  weightFilter: "i32",
  weightChannel: "i32",
  weightRow: "i32",
  weightColumn: "i32",
  weightStart: "i32",
  /** How the work is cut: places of y, or rows of it, in a task, and channels in a block of the sum. */
  places: "i32",
  depth: "i32",
  /** The bounds of the activation, and of the one between. */
  low: "f32",
  high: "f32",
  middleLow: "f32",
  middleHigh: "f32",
} as const;

export type Job = Record<keyof typeof JOB, number>;
