import { axisOf, each, named, sizeOf, type Config, type Rule } from "./rule.ts";

/** How many values a scale and a shift have, of which a layer may leave one out. */
const affine = ({ scale, center }: Config, size: number) =>
  (scale === false ? 0 : size) + (center === false ? 0 : size);

const channelsOf = ({ axis }: Config, input: readonly number[]) =>
  input[axisOf((Array.isArray(axis) ? axis[0] : (axis ?? -1)) as number, input.length)]!;

const batch: Rule = (config, [input]) => {
  const channels = channelsOf(config, input!);
  return { kind: "normalization", shape: input!, learned: affine(config, channels), kept: 2 * channels };
};

const layer: Rule = (config, [input]) => {
  const axes = each(config.axis, 1, -1).map((axis) => input![axisOf(axis, input!.length)]!);
  return { kind: "normalization", shape: input!, learned: affine(config, sizeOf(axes)) };
};

const group: Rule = (config, [input]) => ({
  kind: "normalization",
  shape: input!,
  learned: affine(config, channelsOf(config, input!)),
});

/** Mean, variance and how many samples they come from. */
const preprocessing: Rule = (config, [input]) => {
  const axes = config.axis === null ? [] : each(config.axis, 1, -1).map((axis) => input![axisOf(axis, input!.length)]!);
  const isGiven = config.mean !== null && config.mean !== undefined;
  return { kind: "normalization", shape: input!, kept: isGiven ? 0 : 2 * sizeOf(axes) + 1 };
};

export const normalizations: ReadonlyArray<[string, Rule]> = [
  ...named("BatchNormalization SyncBatchNormalization", batch),
  ...named("LayerNormalization", layer),
  ...named("GroupNormalization", group),
  ...named("Normalization", preprocessing),
];
