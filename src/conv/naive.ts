import type { Conv2dOptions } from "./options.ts";

/** Feature maps or weights as arrays in arrays: value = nested[a][b][c][d]. */
export type Nested = number | readonly Nested[];

/** Feature maps or weights as one flat array, the last axis running fastest. */
export interface Flat {
  data: ArrayLike<number>;
  shape: readonly number[];
}

export interface NaiveOptions extends Omit<Conv2dOptions, "bias" | "layout"> {
  bias?: ArrayLike<number> | undefined;
  /** Leaves out the taps that fall on padding, and so does not count them. */
  skipPadding?: boolean | undefined;
}

export interface NaiveResult<Form> {
  output: Form;
  shape: number[];
  /** Products computed, one for each tap, input channel, output position and output channel. */
  multiplications: number;
  /** Sums computed: one less than the products of each output value, and one for the bias. */
  additions: number;
}

/**
 * Convolution as plain loops that count what they do. Slow, and for that the yardstick of everything faster: it imports nothing.
 *
 * @param x        [N, C_in, H, W] or [C_in, H, W], as nested arrays or { data, shape }
 * @param weight   [C_out, C_in / groups, kH, kW], likewise
 * @param options  stride, padding, paddingMode, dilation, groups as in conv2d; bias; skipPadding to count only taps inside
 * @returns        output in the form of x, its shape, and how many multiplications and additions were done
 * @throws  when sizes do not fit each other, or padding is more than the mode can fill
 * @example
 * const image = [[[1, 2, 3], [4, 5, 6], [7, 8, 9]]];
 * const { output, multiplications } = naive.conv2d(image, [[[[1, 0], [0, 1]]]]);
 * console.log(output, multiplications); // [[[6, 8], [12, 14]]], 16
 */
function conv2d(x: Flat, weight: Flat | Nested, options?: NaiveOptions): NaiveResult<Float64Array>;
function conv2d(x: Nested, weight: Flat | Nested, options?: NaiveOptions): NaiveResult<Nested>;
function conv2d(
  x: Flat | Nested,
  weight: Flat | Nested,
  {
    stride = 1,
    padding = 0,
    paddingMode = "zeros",
    dilation = 1,
    groups = 1,
    bias,
    skipPadding = false,
  }: NaiveOptions = {},
): NaiveResult<Float64Array | Nested> {
  const image = flat(x);
  const kernels = flat(weight);
  const batched = image.shape.length === 4;
  const [batch, channels, height, width] = (batched ? image.shape : [1, ...image.shape]) as [
    number,
    number,
    number,
    number,
  ];
  const [filters, perGroup, kernelHeight, kernelWidth] = kernels.shape as [number, number, number, number];
  const [strideY, strideX] = both(stride);
  const [dilationY, dilationX] = both(dilation);
  const [top, bottom] = ends(padding, 0, dilationY * (kernelHeight - 1));
  const [left, right] = ends(padding, 1, dilationX * (kernelWidth - 1));
  const outHeight = Math.floor((height + top + bottom - dilationY * (kernelHeight - 1) - 1) / strideY) + 1;
  const outWidth = Math.floor((width + left + right - dilationX * (kernelWidth - 1) - 1) / strideX) + 1;
  const most = { zeros: Infinity, replicate: Infinity, circular: 0, reflect: -1 }[paddingMode];
  const fits =
    holds(image, [3, 4]) &&
    holds(kernels, [4]) &&
    perGroup * groups === channels &&
    filters % groups === 0 &&
    [outHeight, outWidth].every((size) => Number.isSafeInteger(size) && size > 0) &&
    Math.max(top, bottom) <= height + most &&
    Math.max(left, right) <= width + most &&
    (bias === undefined || bias.length === filters);
  if (!fits) {
    const received = `x [${image.shape}], weight [${kernels.shape}], groups ${groups}, stride ${stride}, padding ${padding}`;
    throw new Error(
      `naive.conv2d: expected sizes that fit each other, received ${received}; give x [N, C_in, H, W] or [C_in, H, W] and weight [C_out, C_in / groups, kH, kW]`,
    );
  }
  const output = new Float64Array(batch * filters * outHeight * outWidth);
  let multiplications = 0;
  let additions = 0;
  let position = 0;
  for (let n = 0; n < batch; n++) {
    for (let filter = 0; filter < filters; filter++) {
      const firstChannel = Math.floor(filter / (filters / groups)) * perGroup;
      for (let outY = 0; outY < outHeight; outY++) {
        for (let outX = 0; outX < outWidth; outX++) {
          let sum = bias === undefined ? 0 : bias[filter]!;
          let terms = bias === undefined ? 0 : 1;
          for (let c = 0; c < perGroup; c++) {
            for (let i = 0; i < kernelHeight; i++) {
              for (let j = 0; j < kernelWidth; j++) {
                const atY = outY * strideY + i * dilationY - top;
                const atX = outX * strideX + j * dilationX - left;
                const outside = atY < 0 || atY >= height || atX < 0 || atX >= width;
                if (outside && skipPadding) continue;
                const y = source(atY, height, paddingMode);
                const x = source(atX, width, paddingMode);
                const channel = n * channels + firstChannel + c;
                const pixel = y < 0 || x < 0 ? 0 : image.data[(channel * height + y) * width + x]!;
                sum += pixel * kernels.data[((filter * perGroup + c) * kernelHeight + i) * kernelWidth + j]!;
                multiplications += 1;
                if (terms > 0) additions += 1;
                terms += 1;
              }
            }
          }
          output[position++] = sum;
        }
      }
    }
  }
  const shape = batched ? [batch, filters, outHeight, outWidth] : [filters, outHeight, outWidth];
  return { output: isFlat(x) ? output : nest(output, shape), shape, multiplications, additions };
}

/** The pixel that stands at a position beyond the edge; -1 for a zero. */
function source(at: number, size: number, mode: NonNullable<NaiveOptions["paddingMode"]>): number {
  if (at >= 0 && at < size) return at;
  if (mode === "zeros") return -1;
  if (mode === "circular") return (at + size) % size;
  if (mode === "replicate") return at < 0 ? 0 : size - 1;
  return at < 0 ? -at : 2 * (size - 1) - at;
}

const both = (value: number | readonly [number, number]): readonly [number, number] =>
  typeof value === "number" ? [value, value] : value;

function ends(padding: NonNullable<NaiveOptions["padding"]>, axis: 0 | 1, reach: number): readonly [number, number] {
  if (padding === "valid") return [0, 0];
  if (padding === "same") return [Math.floor(reach / 2), Math.ceil(reach / 2)];
  return [both(padding)[axis], both(padding)[axis]];
}

const isFlat = (value: Flat | Nested): value is Flat => typeof value === "object" && "data" in value;

const holds = ({ data, shape }: Flat, ranks: readonly number[]) =>
  ranks.includes(shape.length) && data.length === shape.reduce((a, b) => a * b, 1);

/** Arrays of unequal lengths come out empty. */
function flat(value: Flat | Nested): Flat {
  if (isFlat(value)) return value;
  const shape: number[] = [];
  for (let level = value; typeof level !== "number"; level = level[0]!) shape.push(level.length);
  const even = (level: Nested, axis: number): boolean =>
    typeof level === "number"
      ? axis === shape.length
      : level.length === shape[axis] && level.every((inner) => even(inner, axis + 1));
  return { data: even(value, 0) ? (([value] as unknown[]).flat(Infinity) as number[]) : [], shape };
}

function nest(data: Float64Array, [size, ...inner]: readonly number[]): Nested {
  if (inner.length === 0) return [...data];
  const step = data.length / size!;
  return Array.from({ length: size! }, (_, i) => nest(data.subarray(i * step, (i + 1) * step), inner));
}

/** The plain loops, under the name by which they are called: `naive.conv2d`. */
export const naive = { conv2d };
