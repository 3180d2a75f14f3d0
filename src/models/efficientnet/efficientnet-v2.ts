import { toEntry } from "../../arguments.ts";
import * as nn from "../../nn/index.ts";
import { published } from "../published.ts";
import { FusedMBConv, MBConv } from "./mbconv.ts";
import { MBConvNetwork, type Stage } from "./mbconv-network.ts";

const PAPER = {
  title: "EfficientNetV2: Smaller Models and Faster Training",
  authors: "Tan and Le",
  year: 2021,
  where: "arXiv 2104.00298",
};

interface Configuration {
  resolution: number;
  dropout: number;
  /** Block, expansion factor, kernel size, stride, channels, layers: Table 4 for S, the authors' code for the others. */
  stages: readonly Stage[];
}

const CONFIGURATIONS: Record<"s" | "m" | "l" | "xl", Configuration> = {
  s: {
    resolution: 384,
    dropout: 0.2,
    stages: [
      [FusedMBConv, 1, 3, 1, 24, 2],
      [FusedMBConv, 4, 3, 2, 48, 4],
      [FusedMBConv, 4, 3, 2, 64, 4],
      [MBConv, 4, 3, 2, 128, 6],
      [MBConv, 6, 3, 1, 160, 9],
      [MBConv, 6, 3, 2, 256, 15],
    ],
  },
  m: {
    resolution: 480,
    dropout: 0.3,
    stages: [
      [FusedMBConv, 1, 3, 1, 24, 3],
      [FusedMBConv, 4, 3, 2, 48, 5],
      [FusedMBConv, 4, 3, 2, 80, 5],
      [MBConv, 4, 3, 2, 160, 7],
      [MBConv, 6, 3, 1, 176, 14],
      [MBConv, 6, 3, 2, 304, 18],
      [MBConv, 6, 3, 1, 512, 5],
    ],
  },
  l: {
    resolution: 480,
    dropout: 0.4,
    stages: [
      [FusedMBConv, 1, 3, 1, 32, 4],
      [FusedMBConv, 4, 3, 2, 64, 7],
      [FusedMBConv, 4, 3, 2, 96, 7],
      [MBConv, 4, 3, 2, 192, 10],
      [MBConv, 6, 3, 1, 224, 19],
      [MBConv, 6, 3, 2, 384, 25],
      [MBConv, 6, 3, 1, 640, 7],
    ],
  },
  xl: {
    resolution: 512,
    dropout: 0.4,
    stages: [
      [FusedMBConv, 1, 3, 1, 32, 4],
      [FusedMBConv, 4, 3, 2, 64, 8],
      [FusedMBConv, 4, 3, 2, 96, 8],
      [MBConv, 4, 3, 2, 192, 16],
      [MBConv, 6, 3, 1, 256, 24],
      [MBConv, 6, 3, 2, 512, 32],
      [MBConv, 6, 3, 1, 640, 8],
    ],
  },
};

/**
 * EfficientNet v2, whose first stages have standard convolutions, which are faster there: [N, 3, H, W] → [N, numClasses].
 *
 * @param size  "s" for images of 384 × 384, "m" and "l" of 480 × 480, "xl" of 512 × 512
 * @example
 * const network = new models.EfficientNetV2("s", { numClasses: 10 });
 * console.log(count.module(network, network.inputShape).macs / 1e9); // about 8.4
 */
export class EfficientNetV2 extends MBConvNetwork {
  constructor(size: keyof typeof CONFIGURATIONS, { numClasses = 1000 } = {}) {
    const { stages } = toEntry("models.EfficientNetV2", "size", size, CONFIGURATIONS);
    super({
      ...CONFIGURATIONS[size],
      stem: stages[0]![4],
      head: 1280,
      norm: (channels) => new nn.BatchNorm2d(channels, { eps: 1e-3 }),
      activation: () => new nn.SiLU(),
      squeezes: true,
      numClasses,
    });
  }
}

const efficientnetV2 = (size: keyof typeof CONFIGURATIONS) =>
  published(`efficientnet_v2_${size}`, PAPER, (options?: { numClasses?: number }) => new EfficientNetV2(size, options));

/** EfficientNetV2-S. */
export const efficientnetV2S = efficientnetV2("s");
/** EfficientNetV2-M. */
export const efficientnetV2M = efficientnetV2("m");
/** EfficientNetV2-L. */
export const efficientnetV2L = efficientnetV2("l");
/** EfficientNetV2-XL. */
export const efficientnetV2Xl = efficientnetV2("xl");
