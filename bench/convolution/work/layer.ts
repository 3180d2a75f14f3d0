type Pair = readonly [height: number, width: number];

/** A convolution without bias, of maps so large. */
export interface Layer {
  inChannels: number;
  outChannels: number;
  height: number;
  width: number;
  kernel: Pair;
  stride: Pair;
  padding: Pair;
  groups: number;
  /** Whether a pointwise convolution to outChannels follows a depthwise one of inChannels. */
  separable?: boolean;
}

export type Kind = "standard" | "pointwise" | "grouped" | "depthwise" | "separable";

export function kindOf({ separable, groups, inChannels, kernel }: Layer): Kind {
  if (separable) return "separable";
  if (groups > 1) return groups === inChannels ? "depthwise" : "grouped";
  return kernel[0] === 1 && kernel[1] === 1 ? "pointwise" : "standard";
}

/** The convolutions that a layer consists of: one, or the two of a separable one. */
export function convolutionsOf(layer: Layer): Layer[] {
  const { separable, ...first } = layer;
  if (!separable) return [first];
  const [height, width] = outputSize(layer);
  const pointwise = { kernel: [1, 1], stride: [1, 1], padding: [0, 0], groups: 1 } as const;
  return [
    { ...first, outChannels: first.inChannels, groups: first.inChannels },
    { inChannels: first.inChannels, outChannels: first.outChannels, height, width, ...pointwise },
  ];
}

export function outputSize({ height, width, kernel, stride, padding }: Layer): [height: number, width: number] {
  const places = (size: number, axis: 0 | 1) =>
    Math.floor((size + 2 * padding[axis] - kernel[axis]) / stride[axis]) + 1;
  return [places(height, 0), places(width, 1)];
}

/** [C_out, C_in / groups, kH, kW] of each of its convolutions. */
export const weightShapes = (layer: Layer): number[][] =>
  convolutionsOf(layer).map(({ inChannels, outChannels, groups, kernel }) => [
    outChannels,
    inChannels / groups,
    ...kernel,
  ]);

/** `depthwise 3×3, 32@112²`, with what is not as usual: other channels out, a stride. */
export function titleOf(layer: Layer): string {
  const { inChannels, outChannels, height, width, kernel, stride, groups } = layer;
  const kind = kindOf(layer);
  const channels = inChannels === outChannels ? `${inChannels}` : `${inChannels}→${outChannels}`;
  const maps = height === width ? `${height}²` : `${height}×${width}`;
  const parts = kind === "grouped" ? ` in ${groups}` : "";
  const size = kind === "pointwise" ? "" : ` ${kernel.join("×")}`;
  return `${kind}${size}${parts}, ${channels}@${maps}${stride[0] === 1 ? "" : `, stride ${stride[0]}`}`;
}
