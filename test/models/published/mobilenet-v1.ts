import type { Row } from "./row.ts";

const model = "mobilenet_v1";
/** The paper leaves batch norm out, which runs folded into the convolution before it. */
const without = ["normalization"];
/** One of the five layers of 14×14×512. */
const within = "features.8.";

/** Tables 3 to 9 of arXiv 1704.04861. */
// prettier-ignore
export const MOBILENET_V1: readonly Row[] = [
  { where: "Table 3", name: "convolution", model, options: { standard: true }, without, within, macs: ["462M", 462_422_016], parameters: ["2.36M", 2_359_296] },
  { where: "Table 3", name: "depthwise separable convolution", model, without, within, macs: ["52.3M", 52_283_392], parameters: ["0.27M", 266_752] },
  { where: "Table 3", name: "α = 0.75", model, options: { alpha: 0.75 }, without, within, macs: ["29.6M", 29_578_752], parameters: ["0.15M", 150_912] },
  { where: "Table 3", name: "ρ = 0.714", model, options: { alpha: 0.75, resolution: 160 }, without, within, macs: ["15.1M", 15_091_200], parameters: ["0.15M", 150_912] },
  { where: "Table 4", name: "Conv MobileNet", model, options: { standard: true }, without, macs: ["4866M", 4_867_293_184, 0.0003], parameters: ["29.3M", 29_282_120], note: "The printed mult-adds leave the classifier out, as the next row does." },
  { where: "Table 4", name: "Conv MobileNet, convolutions alone", model, options: { standard: true }, without: [...without, "linear"], macs: ["4866M", 4_866_269_184] },
  { where: "Table 4", name: "MobileNet", model, without, macs: ["569M", 568_740_352], parameters: ["4.2M", 4_210_088] },
  { where: "Table 5", name: "0.75 MobileNet", model, options: { alpha: 0.75 }, without, macs: ["325M", 325_400_448], parameters: ["2.6M", 2_569_144] },
  { where: "Table 5", name: "Shallow MobileNet", model, options: { shallow: true }, without, macs: ["307M", 307_323_392], parameters: ["2.9M", 2_876_328] },
  { where: "Table 6", name: "0.5 MobileNet-224", model, options: { alpha: 0.5 }, without, macs: ["149M", 149_497_088], parameters: ["1.3M", 1_320_648] },
  { where: "Table 6", name: "0.25 MobileNet-224", model, options: { alpha: 0.25 }, without, macs: ["41M", 41_030_272], parameters: ["0.5M", 464_600] },
  { where: "Table 7", name: "1.0 MobileNet-192", model, options: { resolution: 192 }, without, macs: ["418M", 418_121_728], parameters: ["4.2M", 4_210_088] },
  { where: "Table 7", name: "1.0 MobileNet-160", model, options: { resolution: 160 }, without, macs: ["290M", 290_675_200, "truncated"], parameters: ["4.2M", 4_210_088] },
  { where: "Table 7", name: "1.0 MobileNet-128", model, options: { resolution: 128 }, without, macs: ["186M", 186_400_768], parameters: ["4.2M", 4_210_088] },
  { where: "Table 9", name: "0.50 MobileNet-160", model, options: { alpha: 0.5, resolution: 160 }, without, macs: ["76M", 76_524_800, "truncated"], parameters: ["1.32M", 1_320_648] },
  { where: "–", name: "with batch norm's γ and β", model, parameters: [null, 4_231_976] },
  { where: "Keras", name: "with its moving statistics, too", model, statistics: true, parameters: ["4,253,864", 4_253_864] },
];

/** Table 2 by kind of layer: percent of mult-adds, and of parameters without the classifier's bias. */
export interface Share {
  name: string;
  kind: string;
  macs: number;
  parameters: number;
  /** What is printed of mult-adds where that is a misprint. */
  misprint?: number;
}

export const SHARES: readonly Share[] = [
  { name: "Conv 1×1", kind: "convolution 1×1", macs: 94.86, parameters: 74.59 },
  { name: "Conv DW 3×3", kind: "depthwise 3×3", macs: 3.06, parameters: 1.06 },
  { name: "Conv 3×3", kind: "convolution 3×3", macs: 1.91, misprint: 1.19, parameters: 0.02 },
  { name: "Fully Connected", kind: "linear", macs: 0.18, parameters: 24.33 },
];
