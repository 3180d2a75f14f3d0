import { refuse, show } from "../../errors.ts";

/** Channels after a width multiplier, as TensorFlow's MobileNets round them: to a multiple of 8, and never down by more than a tenth. */
export function makeDivisible(channels: number, divisor = 8): number {
  if (!(channels > 0)) refuse("models", "channels above 0", show(channels), "give a width multiplier above 0");
  const rounded = Math.max(divisor, Math.floor((channels + divisor / 2) / divisor) * divisor);
  return rounded < 0.9 * channels ? rounded + divisor : rounded;
}
