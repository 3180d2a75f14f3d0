import { type Layer, separableRatio } from "./formula.ts";

/** One way to arrive at the numbers of a layer: the closed formula, the counting helper, or the naive loop. */
export interface Source {
  multiplications(layer: Layer): number;
  parameters(layer: Layer): number;
  /** [C_out, H', W'] */
  outputShape(layer: Layer): number[];
}

/** A number, or several, that the article states, and how any source arrives at it. */
export interface Claim {
  section: string;
  quantity: string;
  /** As the article prints it: what follows the decimal point tells how exact the claim is. */
  claimed: string;
  by: (source: Source) => number | number[];
  /** The article's own closed form, where it is another than `by` over the formulas of the layers. */
  formula?: number;
  /** The layer whose torchsummary print makes the claim: then `summary` is the counting helper. */
  summarised?: { layer: Layer; read: "outputShape" | "parameters" | "megabytes" };
}

type Sizes = [height: number, width: number];
const filter = (kernelSize: Sizes, inputSize: Sizes): Layer => ({
  inChannels: 1,
  outChannels: 1,
  kernelSize,
  inputSize,
});

const square = filter([3, 3], [5, 5]);
const column = filter([3, 1], [5, 5]);
const row = filter([1, 3], [3, 5]);

const inputSize: Sizes = [64, 64];
const padding: Sizes = [1, 1];
const standard: Layer = { inChannels: 3, outChannels: 4, kernelSize: [3, 3], inputSize, padding };
const depthwise: Layer = { inChannels: 3, outChannels: 3, kernelSize: [3, 3], inputSize, padding, groups: 3 };
const pointwise: Layer = { inChannels: 3, outChannels: 4, kernelSize: [1, 1], inputSize };
const grouped: Layer = { inChannels: 4, outChannels: 6, kernelSize: [3, 3], inputSize, padding, groups: 2 };

const product = (shape: number[]) => shape.reduce((a, b) => a * b, 1);
const bothPasses = (by: Source) => by.multiplications(column) + by.multiplications(row);
const separable = (by: Source) => by.parameters(depthwise) + by.parameters(pointwise);

/** Input, forward and backward, parameters, total: MiB of float32 as torchsummary reckons them. */
function megabytes(by: Source, layer: Layer): number[] {
  const mebibytes = (elements: number) => (elements * 4) / 1024 ** 2;
  const input = mebibytes(layer.inChannels * product([...layer.inputSize]));
  const passes = 2 * mebibytes(product(by.outputShape(layer)));
  const weights = mebibytes(by.parameters(layer));
  return [input, passes, weights, input + passes + weights];
}

const spatially = (quantity: string, claimed: string, by: Claim["by"]): Claim => {
  return { section: "1. Spatially separable", quantity, claimed, by };
};
const byDepth = (quantity: string, claimed: string, by: Claim["by"], formula?: number): Claim => {
  return { section: "2. Depthwise separable", quantity, claimed, by, ...(formula === undefined ? {} : { formula }) };
};
const torchsummary = (name: string, layer: Layer, shape: string, parameters: string, sizes: string): Claim[] => {
  const section = `4. PyTorch: torchsummary of the ${name} convolution`;
  return [
    {
      section,
      quantity: "output shape",
      claimed: shape,
      by: (by) => [-1, ...by.outputShape(layer)],
      summarised: { layer, read: "outputShape" },
    },
    {
      section,
      quantity: "parameters",
      claimed: parameters,
      by: (by) => by.parameters(layer),
      summarised: { layer, read: "parameters" },
    },
    {
      section,
      quantity: "MB of input, passes, parameters, all",
      claimed: sizes,
      by: (by) => megabytes(by, layer),
      summarised: { layer, read: "megabytes" },
    },
  ];
};

/** Every number of the article, in its order. */
export const claims: Claim[] = [
  spatially("multiplications at a position, 3×3", "9", (by) => by.multiplications(filter([3, 3], [3, 3]))),
  spatially("multiplications at a position, 3×1 + 1×3", "6", (by) => {
    return by.multiplications(filter([3, 1], [3, 1])) + by.multiplications(filter([1, 3], [1, 3]));
  }),
  spatially("positions of 3×3 on 5×5", "9", (by) => product(by.outputShape(square))),
  spatially("multiplications of 3×3 on 5×5", "81", (by) => by.multiplications(square)),
  spatially("positions of the first pass, 3×1", "15", (by) => product(by.outputShape(column))),
  spatially("multiplications of the first pass", "45", (by) => by.multiplications(column)),
  spatially("positions of the second pass, 1×3", "9", (by) => product(by.outputShape(row))),
  spatially("multiplications of the second pass", "27", (by) => by.multiplications(row)),
  spatially("multiplications of both passes", "72", bothPasses),
  byDepth("parameters, standard", "108", (by) => by.parameters(standard)),
  byDepth("output shape, standard", "[4, 64, 64]", (by) => by.outputShape(standard)),
  byDepth("parameters, depthwise", "27", (by) => by.parameters(depthwise)),
  byDepth("output shape, depthwise", "[3, 64, 64]", (by) => by.outputShape(depthwise)),
  byDepth("parameters, pointwise", "12", (by) => by.parameters(pointwise)),
  byDepth("output shape, pointwise", "[4, 64, 64]", (by) => by.outputShape(pointwise)),
  byDepth("parameters, separable", "39", separable),
  byDepth("ratio 1/N + 1/k²", "0.3611", (by) => separable(by) / by.parameters(standard), separableRatio(4, 3)),
  ...torchsummary("standard", standard, "[-1, 4, 64, 64]", "108", "0.05, 0.12, 0.00, 0.17"),
  ...torchsummary("depthwise", depthwise, "[-1, 3, 64, 64]", "27", "0.05, 0.09, 0.00, 0.14"),
  ...torchsummary("pointwise", pointwise, "[-1, 4, 64, 64]", "12", "0.05, 0.12, 0.00, 0.17"),
  ...torchsummary("grouped", grouped, "[-1, 6, 64, 64]", "108", "0.06, 0.19, 0.00, 0.25"),
];
