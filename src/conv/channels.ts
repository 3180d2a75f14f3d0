import { toWhole } from "../arguments.ts";
import { refuse, show } from "../errors.ts";

/** Refuses groups that do not share out the channels evenly, and weights made for another number of channels. */
export function checkChannels(
  who: string,
  x: readonly number[],
  weight: readonly number[],
  channels: number,
  groups: number,
): void {
  const [filters, perGroup] = weight as [number, number];
  toWhole(who, "groups", groups, 1);
  if (perGroup * groups === channels && filters % groups === 0) return;
  const sizes = `(x is ${show(x)}, weight ${show(weight)})`;
  const fitting = () => `use groups ${commonDivisors(channels, filters).join(" or ")}`;
  if (channels % groups !== 0) refuse(who, `groups to divide C_in = ${channels} ${sizes}`, show(groups), fitting());
  if (filters % groups !== 0) refuse(who, `groups to divide C_out = ${filters} ${sizes}`, show(groups), fitting());
  const received = `${perGroup} × ${groups} = ${perGroup * groups} ${sizes}`;
  const remedy = `use a weight [C_out, ${channels / groups}, kH, kW]`;
  const orGroups = channels % perGroup === 0 ? `, or groups ${channels / perGroup}` : "";
  refuse(who, `weight's second size × groups to be C_in = ${channels}`, received, remedy + orGroups);
}

const commonDivisors = (a: number, b: number) =>
  Array.from({ length: Math.min(a, b) }, (_, i) => i + 1).filter((d) => a % d === 0 && b % d === 0);
