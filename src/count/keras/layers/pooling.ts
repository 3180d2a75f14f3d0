import { each, mapsOf, mapsShape, named, placesOf, type Rule } from "./rule.ts";

const pooling =
  (axes: number): Rule =>
  (config, [input]) => {
    const { batch, channels, image } = mapsOf(config, input!);
    const window = each(config.pool_size, axes, 2);
    const strides = config.strides === null || config.strides === undefined ? window : each(config.strides, axes);
    return { kind: "pooling", shape: mapsShape(config, batch, channels, placesOf(config, image, window, strides)) };
  };

const global: Rule = (config, [input]) => {
  const { batch, channels, image } = mapsOf(config, input!);
  const isKept = config.keepdims === true;
  return {
    kind: "pooling",
    shape: isKept
      ? mapsShape(
          config,
          batch,
          channels,
          image.map(() => 1),
        )
      : [batch, channels],
  };
};

export const poolings: ReadonlyArray<[string, Rule]> = [
  ...[1, 2, 3].flatMap((axes) => named(`AveragePooling${axes}D MaxPooling${axes}D`, pooling(axes))),
  ...[1, 2, 3].flatMap((axes) => named(`GlobalAveragePooling${axes}D GlobalMaxPooling${axes}D`, global)),
];
