import type { Tensor } from "@tensorflow/tfjs";
import { isTensor, refuse, show } from "./errors.ts";

/** [height, width] */
export type Pair = readonly [number, number];

/** Refuses an option that does not exist and names the one probably meant: an ignored `strides` would be a silent error. */
export function checkNames(who: string, options: object, known: readonly string[]): void {
  if (typeof options !== "object" || options === null || Array.isArray(options) || "dataId" in options) {
    refuse(who, "options to be an object", show(options), `write { ${known[0]}: … }`);
  }
  for (const name of Object.keys(options).filter((name) => !known.includes(name))) {
    const meant = [letters(name), letters(name).slice(0, 3)].flatMap((start) =>
      known.filter((k) => letters(k).startsWith(start)),
    )[0];
    refuse(who, `options among ${known.join(", ")}`, name, meant ? `did you mean ${meant}?` : `leave ${name} out`);
  }
}

const letters = (name: string) => name.toLowerCase().replaceAll(/[^a-z]/g, "");

/** An integer that is at least `least`. */
export function toWhole(who: string, name: string, value: unknown, least: 0 | 1): number {
  if (!Number.isSafeInteger(value) || (value as number) < least) {
    refuse(who, `${name} to be an integer of ${least} or more`, show(value), "give a whole number");
  }
  return value as number;
}

/** Groups that divide both numbers of channels, as PyTorch wants them. */
export function toGroups(who: string, groups: unknown, inChannels: number, outChannels: number): number {
  const whole = toWhole(who, "groups", groups, 1);
  if (inChannels % whole !== 0 || outChannels % whole !== 0) {
    const expected = `groups to divide inChannels = ${inChannels} and outChannels = ${outChannels}`;
    refuse(who, expected, show(groups), "use groups 1, or other channels");
  }
  return whole;
}

/** True or false: the word "no" of a command line would otherwise pass for true. */
export function toFlag(who: string, name: string, value: unknown): boolean {
  if (typeof value !== "boolean") refuse(who, `${name} to be true or false`, show(value), "write true or false");
  return value;
}

/** A number that is neither NaN nor infinite. */
export function toFinite(who: string, name: string, value: unknown): number {
  if (!Number.isFinite(value)) refuse(who, `${name} to be a finite number`, show(value), "leave it out for PyTorch's");
  return value as number;
}

/** A number for both axes or a pair [height, width], as a pair; every value an integer that is at least `least`. */
export function toPair(who: string, name: string, value: unknown, least: 0 | 1): Pair {
  const pair = Array.isArray(value) ? value : [value, value];
  if (pair.length !== 2 || !pair.every((v) => Number.isSafeInteger(v) && v >= least)) {
    const kind = least === 0 ? "integers of 0 or more" : "integers of 1 or more";
    refuse(who, `${name} to be one or two ${kind}`, show(value), `give a number, or [height, width]`);
  }
  return [pair[0], pair[1]];
}

/** One of the given strings. */
export function toChoice<T extends string>(who: string, name: string, value: unknown, choices: readonly T[]): T {
  const chosen = choices.find((choice) => choice === value);
  if (chosen !== undefined) return chosen;
  const quoted = choices.map(show).join(", ");
  const near = choices.find((choice) => typeof value === "string" && letters(choice) === letters(value));
  return refuse(
    who,
    `${name} to be one of ${quoted}`,
    show(value),
    near ? `write ${show(near)}` : "choose one of these",
  );
}

/** What a table has under one of its names. */
export function toEntry<Table extends object, Name extends keyof Table & string>(
  who: string,
  what: string,
  name: Name,
  table: Table,
): Table[Name] {
  return table[toChoice(who, what, name, Object.keys(table) as Name[])];
}

/** Refuses what is not a tensor, or one that was disposed. */
export function checkAlive(who: string, name: string, value: unknown, form: string): asserts value is Tensor {
  if (!isTensor(value)) refuse(who, `${name} to be a tensor`, show(value), `make one with tf.tensor(…); ${form}`);
  if (value.isDisposed) refuse(who, `${name} to be alive`, "a disposed tensor", "dispose it after its last use");
}

/** Refuses what is not a living float32 tensor of one of the ranks. */
export function checkTensor(who: string, name: string, value: unknown, ranks: readonly number[], remedy: string): void {
  checkAlive(who, name, value, remedy);
  if (!ranks.includes(value.rank)) refuse(who, `${name} to have ${ranks.join(" or ")} sizes`, show(value), remedy);
  const cast = `convert it with tf.cast(${name}, "float32")`;
  if (value.dtype !== "float32") refuse(who, `${name} to be float32`, show(value), cast);
}
