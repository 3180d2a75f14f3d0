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

/** Refuses groups that do not divide the channels, as PyTorch does. */
export function checkGroups(who: string, inChannels: number, outChannels: number, groups: unknown): void {
  toWhole(who, "groups", groups, 1);
  if (inChannels % (groups as number) !== 0 || outChannels % (groups as number) !== 0) {
    const expected = `groups to divide inChannels = ${inChannels} and outChannels = ${outChannels}`;
    refuse(who, expected, show(groups), "use groups 1, or other channels");
  }
}
