import type { CountedConv2d } from "../../../src/count/conv2d.ts";

/** A worked example of one layer, or of several one behind the other. */
export interface Example {
  where: string;
  name: string;
  layers: readonly CountedConv2d[];
  inputShape: readonly number[];
  batchSize?: number;
  /** What is printed: products, or torchinfo's mult-adds. */
  counts: "multiplications" | "torchinfo";
  printed: number;
  parameters: number;
  note?: string;
}

const [depthwise, pointwise] = [
  { inChannels: 3, outChannels: 3, kernelSize: 5, groups: 3, bias: false },
  { inChannels: 3, outChannels: 256, kernelSize: 1, bias: false },
];
const WANG = { where: "Wang 2018", counts: "multiplications", inputShape: [3, 12, 12] } as const;

export const EXAMPLES: readonly Example[] = [
  {
    ...WANG,
    name: "5×5, 256 filters",
    layers: [{ inChannels: 3, outChannels: 256, kernelSize: 5, bias: false }],
    printed: 1_228_800,
    parameters: 19_200,
  },
  { ...WANG, name: "depthwise 5×5", layers: [depthwise], printed: 4800, parameters: 75 },
  { ...WANG, name: "1×1, 256 filters", inputShape: [3, 8, 8], layers: [pointwise], printed: 49_152, parameters: 768 },
  { ...WANG, name: "both, separable", layers: [depthwise, pointwise], printed: 53_952, parameters: 843 },
  {
    where: "torchinfo",
    name: "3×3, 16 → 32, 4 groups, batch of 7",
    layers: [{ inChannels: 16, outChannels: 32, kernelSize: 3, groups: 4 }],
    inputShape: [16, 28, 28],
    batchSize: 7,
    counts: "torchinfo",
    printed: 5_602_688,
    parameters: 1184,
    note: "torchinfo takes the bias for one more weight; without it there are 5,451,264 MACs.",
  },
];

/** What a factorization saves of the mult-adds, as arXiv 1512.00567 says it. */
export interface Saving {
  where: string;
  name: string;
  standard: CountedConv2d;
  factors: readonly CountedConv2d[];
  printed: string;
}

const filters = (...sizes: Array<number | [number, number]>): CountedConv2d[] =>
  sizes.map((kernelSize) => ({ inChannels: 64, outChannels: 64, kernelSize, padding: "same", bias: false }));

export const SAVINGS: readonly Saving[] = [
  { where: "3.1", name: "5×5 as two 3×3", standard: filters(5)[0]!, factors: filters(3, 3), printed: "28%" },
  {
    where: "3.2",
    name: "3×3 as 3×1 and 1×3",
    standard: filters(3)[0]!,
    factors: filters([3, 1], [1, 3]),
    printed: "33%",
  },
  { where: "3.2", name: "3×3 as two 2×2", standard: filters(3)[0]!, factors: filters(2, 2), printed: "11%" },
];
