import type { Row } from "./row.ts";

/** Table 1 leaves the classifier out, table 5 counts it. */
const without = ["linear"];

/** Table 1 of arXiv 1707.01083, and the list of trained networks by its authors (megvii-model/ShuffleNet-Series). */
// prettier-ignore
export const SHUFFLENET_V1: readonly Row[] = [
  { where: "Table 1", name: "g = 1", model: "shufflenet_v1_g1", without, macs: ["143M", 142_502_976] },
  { where: "Table 1", name: "g = 2", model: "shufflenet_v1_g2", without, macs: ["140M", 140_036_512] },
  { where: "Table 1", name: "g = 3", model: "shufflenet_v1_g3", without, macs: ["137M", 136_500_672] },
  { where: "Table 1", name: "g = 4", model: "shufflenet_v1_g4", without, macs: ["133M", 133_251_776] },
  { where: "Table 1", name: "g = 8", model: "shufflenet_v1_g8", without, macs: ["137M", 136_829_952] },
  { where: "authors' list", name: "2× (g = 3)", model: "shufflenet_v1_g3", options: { scale: 2 }, macs: ["524M", 524_045_184], parameters: ["5.4M", 5_450_776, "truncated"] },
  { where: "authors' list", name: "1.5× (g = 3)", model: "shufflenet_v1_g3", options: { scale: 1.5 }, macs: ["292M", 292_443_552], parameters: ["3.4M", 3_442_168] },
  { where: "authors' list", name: "1× (g = 3)", model: "shufflenet_v1_g3", macs: ["138M", 137_460_672, 0.004], parameters: ["1.9M", 1_865_728], note: "Half a million above the layers; Table 1 prints 137M without the classifier." },
  { where: "authors' list", name: "0.5× (g = 3)", model: "shufflenet_v1_g3", options: { scale: 0.5 }, macs: ["38M", 37_589_856], parameters: ["0.7M", 718_324] },
  { where: "authors' list", name: "2× (g = 8)", model: "shufflenet_v1_g8", options: { scale: 2 }, macs: ["522M", 521_942_016], parameters: ["6.5M", 6_522_232] },
  { where: "authors' list", name: "1.5× (g = 8)", model: "shufflenet_v1_g8", options: { scale: 1.5 }, macs: ["290M", 290_188_800], parameters: ["4.3M", 4_269_952] },
  { where: "authors' list", name: "1× (g = 8)", model: "shufflenet_v1_g8", macs: ["138M", 138_365_952], parameters: ["2.4M", 2_434_768] },
  { where: "authors' list", name: "0.5× (g = 8)", model: "shufflenet_v1_g8", options: { scale: 0.5 }, macs: ["40M", 40_469_760], parameters: ["1.0M", 1_011_448] },
];
