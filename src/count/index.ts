import { conv2d } from "./conv2d.ts";
import { countModule } from "./module.ts";

export type { Conv2dCost, CountedConv2d } from "./conv2d.ts";
export type { LayerCost, ModuleCost } from "./cost.ts";
export { summary, type Summary, type SummaryOptions } from "./summary.ts";
export type { InputShape } from "./trace.ts";

/** What convolutions and modules cost, by their shapes: `count.conv2d`, `count.module`. */
export const count = { conv2d, module: countModule };
