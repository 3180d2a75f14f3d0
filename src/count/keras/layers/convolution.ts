import { each, mapsOf, mapsShape, named, placesOf, sizeOf, type Config, type Rule } from "./rule.ts";

const hasBias = ({ use_bias }: Config) => use_bias !== false;

const convolution =
  (axes: number): Rule =>
  (config, [input]) => {
    const { batch, channels, image } = mapsOf(config, input!);
    const kernel = each(config.kernel_size, axes);
    const [filters, groups] = [config.filters as number, (config.groups as number | undefined) ?? 1];
    if (channels % groups !== 0) throw new Error(`its ${groups} groups do not divide ${channels} channels`);
    const shape = mapsShape(config, batch, filters, placesOf(config, image, kernel, each(config.strides, axes)));
    const taps = (sizeOf(kernel) * channels) / groups;
    const sums = sizeOf(shape);
    const connection = groups === 1 ? "convolution" : groups === channels ? "depthwise" : "grouped";
    return {
      kind: `${connection} ${kernel.join("×")}`,
      shape,
      learned: taps * filters + (hasBias(config) ? filters : 0),
      products: { macs: sums * taps, sums, biases: hasBias(config) ? sums : 0 },
    };
  };

const depthwise =
  (axes: number): Rule =>
  (config, [input]) => {
    const { batch, channels, image } = mapsOf(config, input!);
    const kernel = each(config.kernel_size, axes);
    const filters = channels * ((config.depth_multiplier as number | undefined) ?? 1);
    const shape = mapsShape(config, batch, filters, placesOf(config, image, kernel, each(config.strides, axes)));
    const sums = sizeOf(shape);
    return {
      kind: `depthwise ${kernel.join("×")}`,
      shape,
      learned: sizeOf(kernel) * filters + (hasBias(config) ? filters : 0),
      products: { macs: sums * sizeOf(kernel), sums, biases: hasBias(config) ? sums : 0 },
    };
  };

/** A depthwise convolution without a bias and a pointwise one. */
const separable =
  (axes: number): Rule =>
  (config, inputs) => {
    const spatial = depthwise(axes)({ ...config, use_bias: false }, inputs);
    const { data_format, filters, use_bias } = config;
    const pointwise = convolution(axes)({ data_format, filters, use_bias, kernel_size: 1 }, [spatial.shape]);
    const both = (of: "macs" | "sums" | "biases") => spatial.products![of] + pointwise.products![of];
    return {
      kind: `separable ${each(config.kernel_size, axes).join("×")}`,
      shape: pointwise.shape,
      learned: spatial.learned! + pointwise.learned!,
      products: { macs: both("macs"), sums: both("sums"), biases: both("biases") },
    };
  };

/** Each input value is spread over a kernel of outputs. */
const transposed =
  (axes: number): Rule =>
  (config, [input]) => {
    const { batch, channels, image } = mapsOf(config, input!);
    const [kernel, strides] = [each(config.kernel_size, axes), each(config.strides, axes)];
    const dilation = each(config.dilation_rate, axes);
    const extra =
      config.output_padding === null || config.output_padding === undefined
        ? undefined
        : each(config.output_padding, axes);
    const spread = image.map((length, axis) => {
      const [stride, reach] = [strides[axis]!, dilation[axis]! * (kernel[axis]! - 1) + 1];
      if (!extra) return config.padding === "same" ? length * stride : length * stride + Math.max(reach - stride, 0);
      const padding = config.padding === "same" ? 2 * Math.floor(reach / 2) : 0;
      return (length - 1) * stride + reach - padding + extra[axis]!;
    });
    const filters = config.filters as number;
    const shape = mapsShape(config, batch, filters, spread);
    const weight = sizeOf(kernel) * channels * filters;
    const sums = sizeOf(shape);
    return {
      kind: `transposed convolution ${kernel.join("×")}`,
      shape,
      learned: weight + (hasBias(config) ? filters : 0),
      products: { macs: batch * sizeOf(image) * weight, sums, biases: hasBias(config) ? sums : 0 },
    };
  };

const along = (name: string, rule: (axes: number) => Rule) =>
  [1, 2, 3].flatMap((axes) => named(name.replace("%", `${axes}D`), rule(axes)));

export const convolutions: ReadonlyArray<[string, Rule]> = [
  ...along("Conv%", convolution),
  ...along("Convolution%", convolution),
  ...along("DepthwiseConv%", depthwise),
  ...along("SeparableConv%", separable),
  ...along("Conv%Transpose", transposed),
];
