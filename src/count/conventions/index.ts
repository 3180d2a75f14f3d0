import type { Convention } from "./convention.ts";
import { deepspeed } from "./deepspeed.ts";
import { fvcore } from "./fvcore.ts";
import { flops, flopsWithBias, macs, macsWithBias } from "./macs.ts";
import { ptflops } from "./ptflops.ts";
import { thop } from "./thop.ts";
import { torchinfo } from "./torchinfo.ts";

export type { Convention, ObservedLayer } from "./convention.ts";

/** A way of counting operations, by its name or by that of the program which counts so. */
export type ConventionName = keyof typeof CONVENTIONS;

const CONVENTIONS = {
  macs,
  "macs+bias": macsWithBias,
  flops,
  "flops+bias": flopsWithBias,
  /** `_ops` of torchvision's weights is so many billions, rounded to three decimals. */
  torchvision: macs,
  fvcore,
  thop,
  ptflops,
  calflops: deepspeed,
  deepspeed,
  torchinfo,
} as const;

/** Ways of counting operations: those that papers print, and those of programs that count PyTorch's modules. */
export const conventions: Readonly<Record<ConventionName, Convention>> = CONVENTIONS;
