import { toWhole } from "../arguments.ts";
import { refuse, show } from "../errors.ts";

/** A list of so many different integers from 1, as an ascending copy. */
export function toSizes(who: string, name: string, value: unknown, [least, most]: readonly [number, number]): number[] {
  const count = most === Infinity ? `at least ${least}` : `${least} to ${most}`;
  if (!Array.isArray(value)) refuse(who, `${name} to be ${count} integers`, show(value), "give an array");
  const sizes = [...new Set(value.map((size) => toWhole(who, `each of ${name}`, size, 1)))].sort((a, b) => a - b);
  if (sizes.length < least || sizes.length > most) {
    refuse(who, `${name} to be ${count} different integers`, show(value), `give an array of ${count}`);
  }
  return sizes;
}

/** An integer from 1 to `most`, beyond which a figure is too full to be read. */
export function toAtMost(who: string, name: string, value: unknown, most: number, remedy: string): number {
  const whole = toWhole(who, name, value, 1);
  return whole <= most ? whole : refuse(who, `${name} to be at most ${most}`, show(value), remedy);
}
