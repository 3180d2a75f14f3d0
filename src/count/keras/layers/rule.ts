import type { Products } from "../../formats/layer.ts";

/** A layer's settings, by Keras's names. */
export type Config = Readonly<Record<string, unknown>>;

/** What a layer does to inputs of these shapes. */
export interface Effect {
  kind: string;
  shape: readonly number[];
  /** How many values it learns, and how many it only keeps. */
  learned?: number;
  kept?: number;
  products?: Products;
}

export type Rule = (config: Config, inputs: ReadonlyArray<readonly number[]>) => Effect;

export const named = (names: string, rule: Rule): Array<[string, Rule]> => names.split(" ").map((name) => [name, rule]);

export const sizeOf = (shape: readonly number[]): number => shape.reduce((size, length) => size * length, 1);

/** A number for each axis of an image, which Keras lets be one for all. */
export function each(value: unknown, axes: number, otherwise = 1): number[] {
  const given = Array.isArray(value)
    ? (value as number[])
    : Array<number>(axes).fill((value as number | null) ?? otherwise);
  return given;
}

/** An axis counted from the front. */
export const axisOf = (axis: number, rank: number): number => (axis < 0 ? axis + rank : axis);

export const isChannelsFirst = (config: Config): boolean => config.data_format === "channels_first";

/** A batch of feature maps, taken apart. */
export function mapsOf(config: Config, shape: readonly number[]) {
  const [channels, image] = isChannelsFirst(config) ? [shape[1]!, shape.slice(2)] : [shape.at(-1)!, shape.slice(1, -1)];
  return { batch: shape[0]!, channels, image };
}

/** The shape of a batch of feature maps. */
export const mapsShape = (config: Config, batch: number, channels: number, image: readonly number[]): number[] =>
  isChannelsFirst(config) ? [batch, channels, ...image] : [batch, ...image, channels];

/** Where a window stands along each axis of an image, by Keras's kinds of padding. */
export function placesOf(
  config: Config,
  image: readonly number[],
  window: readonly number[],
  strides: readonly number[],
) {
  const dilation = each(config.dilation_rate, image.length);
  return image.map((length, axis) => {
    const stride = strides[axis]!;
    if (config.padding === "same") return Math.ceil(length / stride);
    const reach = dilation[axis]! * (window[axis]! - 1) + 1;
    if (config.padding === "causal") return Math.ceil(length / stride);
    if (reach > length) throw new Error(`its window [${window}] is larger than the image [${image}]`);
    return Math.floor((length - reach) / stride) + 1;
  });
}
