import { flat, holds, isFlat, nest, type Flat, type Nested } from "./nested.ts";
import type { Conv2dOptions } from "./options.ts";

export interface NaiveOptions extends Omit<Conv2dOptions, "bias" | "layout"> {
  bias?: ArrayLike<number> | undefined;
  /** Leaves out the taps that fall on padded zeros, and so does not count them; pixels that another paddingMode puts there count. */
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
 * Convolution as plain loops that count what they do. Slow, and for that the yardstick of everything faster: it shares nothing
 * with what it checks.
 *
 * @param x        [N, C_in, H, W] or [C_in, H, W], as nested arrays or { data, shape }
 * @param weight   [C_out, C_in / groups, kH, kW], likewise
 * @param options  stride, padding, paddingMode, dilation, groups as in conv2d; bias; skipPadding to count only taps inside
 * @returns        output in the form of x, its shape, and how many multiplications and additions were done
 * @throws  when sizes do not fit each other, an option is out of range or unknown, or padding is more than the mode can fill
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
    ...others
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
  const isWhole = (least: number) => (value: number) => Number.isSafeInteger(value) && value >= least;
  const fits =
    holds(image, [3, 4]) &&
    holds(kernels, [4]) &&
    perGroup * groups === channels &&
    filters % groups === 0 &&
    [strideY, strideX, dilationY, dilationX, outHeight, outWidth].every(isWhole(1)) &&
    [top, bottom, left, right].every(isWhole(0)) &&
    (padding !== "same" || (strideY === 1 && strideX === 1)) &&
    Math.max(top, bottom) <= height + most &&
    Math.max(left, right) <= width + most &&
    (bias === undefined || bias.length === filters) &&
    Object.keys(others).length === 0;
  if (!fits) {
    const sizes = ({ data, shape }: Flat) => `[${shape}] of ${data.length} numbers`;
    const options = JSON.stringify({ stride, padding, paddingMode, dilation, groups, ...others });
    throw new Error(
      `naive.conv2d: expected sizes and options that fit each other, received x ${sizes(image)}, weight ${sizes(kernels)}, ${options}; give x [N, C_in, H, W] or [C_in, H, W] and weight [C_out, C_in / groups, kH, kW], as arrays or { data, shape }, and options as for conv2d`,
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
                const y = source(atY, height, paddingMode);
                const x = source(atX, width, paddingMode);
                const isZero = y < 0 || x < 0;
                if (isZero && skipPadding) continue;
                const channel = n * channels + firstChannel + c;
                const pixel = isZero ? 0 : image.data[(channel * height + y) * width + x]!;
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

function both(value: number | readonly [number, number]): readonly [number, number] {
  if (typeof value === "number") return [value, value];
  return value.length === 2 ? value : [Number.NaN, Number.NaN];
}

function ends(padding: NonNullable<NaiveOptions["padding"]>, axis: 0 | 1, reach: number): readonly [number, number] {
  if (padding === "valid") return [0, 0];
  if (padding === "same") return [Math.floor(reach / 2), Math.ceil(reach / 2)];
  return [both(padding)[axis], both(padding)[axis]];
}

/** The plain loops, under the name by which they are called: `naive.conv2d`. */
export const naive = { conv2d };
