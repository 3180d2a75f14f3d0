import { refuse, show } from "../errors.ts";
import { palette } from "./style.ts";

/** A layer that ran: what it costs by counting, and the time that it took. */
export interface MeasuredLayer {
  /** What tells it from others of its kind, such as its number of channels. */
  name: string;
  macs: number;
  /** Bytes of all that it reads and writes. */
  bytes: number;
  seconds: number;
}

/** Refuses layers that no logarithmic axis shows, and more kinds than there are colours. */
export function checkLayers(who: string, kinds: Readonly<Record<string, readonly MeasuredLayer[]>>): void {
  const lists = Object.values(kinds ?? {});
  if (lists.length > palette.length || lists.flat().length === 0) {
    const expected = `layers of at most ${palette.length} kinds`;
    refuse(who, expected, show(kinds), "give { kind: [{ name, macs, bytes, seconds }] }");
  }
  for (const { name, ...measured } of lists.flat()) {
    for (const quantity of ["macs", "bytes", "seconds"] as const)
      checkAbove0(who, `${quantity} of ${name}`, measured[quantity]);
  }
}

/** Refuses what is not a number above 0. */
export function checkAbove0(who: string, name: string, value: unknown): void {
  if (!(typeof value === "number" && value > 0 && value < Infinity)) {
    refuse(who, `${name} to be a number above 0`, show(value), "a logarithmic axis shows no other");
  }
}
