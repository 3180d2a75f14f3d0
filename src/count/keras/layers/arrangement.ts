import { axisOf, each, mapsOf, mapsShape, named, sizeOf, type Config, type Rule } from "./rule.ts";

const other = (shape: readonly number[]) => ({ kind: "other", shape });

/** A number or a pair for both ends of each axis, as Keras takes padding and cropping. */
function ends(value: unknown, axes: number): Array<[number, number]> {
  if (!Array.isArray(value)) return Array.from({ length: axes }, () => [value as number, value as number]);
  if (axes === 1 && typeof value[0] === "number") return [value as [number, number]];
  return (value as Array<number | [number, number]>).map((end) => (Array.isArray(end) ? end : [end, end]));
}

const bordered =
  (axes: number, setting: string, sign: 1 | -1): Rule =>
  (config, [input]) => {
    const { batch, channels, image } = mapsOf(config, input!);
    const border = ends(config[setting], axes);
    const size = image.map((length, axis) => length + sign * (border[axis]![0] + border[axis]![1]));
    return other(mapsShape(config, batch, channels, size));
  };

const upsampled =
  (axes: number): Rule =>
  (config, [input]) => {
    const { batch, channels, image } = mapsOf(config, input!);
    const times = each(config.size, axes, 2);
    return other(
      mapsShape(
        config,
        batch,
        channels,
        image.map((length, axis) => length * times[axis]!),
      ),
    );
  };

const resized: Rule = (config, [input]) => {
  const { batch, channels } = mapsOf(config, input!);
  return other(mapsShape(config, batch, channels, [config.height as number, config.width as number]));
};

const flattened: Rule = (_, [input]) => other([input![0]!, sizeOf(input!.slice(1))]);

const reshaped: Rule = ({ target_shape }, [input]) => {
  const wanted = target_shape as number[];
  const size = sizeOf(input!.slice(1));
  const known = sizeOf(wanted.filter((length) => length !== -1));
  const shape = wanted.map((length) => (length === -1 ? size / known : length));
  if (sizeOf(shape) !== size) throw new Error(`[${input!.slice(1)}] is not [${wanted}]`);
  return other([input![0]!, ...shape]);
};

const permuted: Rule = ({ dims }, [input]) => other([input![0]!, ...(dims as number[]).map((axis) => input![axis]!)]);

const repeated: Rule = ({ n }, [input]) => other([input![0]!, n as number, ...input!.slice(1)]);

const concatenated: Rule = ({ axis }: Config, inputs) => {
  const along = axisOf((axis as number | undefined) ?? -1, inputs[0]!.length);
  const fits = inputs.every((shape) => shape.every((length, i) => i === along || length === inputs[0]![i]));
  if (!fits) throw new Error(`[${inputs.join("] and [")}] differ beside axis ${along}`);
  return other(
    inputs[0]!.with(
      along,
      inputs.reduce((sum, shape) => sum + shape[along]!, 0),
    ),
  );
};

export const arrangements: ReadonlyArray<[string, Rule]> = [
  ...[1, 2, 3].flatMap((axes) => [
    ...named(`ZeroPadding${axes}D`, bordered(axes, "padding", 1)),
    ...named(`Cropping${axes}D`, bordered(axes, "cropping", -1)),
    ...named(`UpSampling${axes}D`, upsampled(axes)),
  ]),
  ...named("CenterCrop RandomCrop Resizing", resized),
  ...named("Flatten", flattened),
  ...named("Reshape", reshaped),
  ...named("Permute", permuted),
  ...named("RepeatVector", repeated),
  ...named("Concatenate", concatenated),
];
