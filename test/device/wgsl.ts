import type { Tensor } from "@tensorflow/tfjs";
import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import { kernelsFor } from "../../src/conv/kernels.ts";
import type { Operation } from "../../src/conv/kernel.ts";
import { inputShape, resultShape, weightShape, type Problem } from "../../src/conv/problem.ts";
import type { Pass } from "../../src/device/webgpu/kernels/pass.ts";
import { tf } from "../../src/tf.ts";

/** Sizes without those that follow from them; by default one image, one group, stride and dilation 1, no padding, NCHW. */
export function problem(given: Partial<Problem> & Pick<Problem, "inChannels" | "outChannels" | "height">): Problem {
  const base = { batch: 1, groups: 1, width: given.height, kernel: [3, 3], stride: [1, 1], dilation: [1, 1] } as const;
  const none = [0, 0] as const;
  const full = { ...base, padding: [none, none], layout: "NCHW", ...given } as Omit<Problem, "outHeight" | "outWidth">;
  const places = (axis: 0 | 1, size: number) => {
    const reach = full.dilation[axis] * (full.kernel[axis] - 1) + 1;
    return Math.floor((size + full.padding[axis][0] + full.padding[axis][1] - reach) / full.stride[axis]) + 1;
  };
  return { ...full, outHeight: places(0, full.height), outWidth: places(1, full.width) };
}

type Values = Float32Array;

/** A convolution and both its derivatives by one loop over all products, in float64. */
export function loop(p: Problem, x: Values, weight: Values, dy: Values) {
  const [y, dx, dweight] = [dy, x, weight].map(({ length }) => new Float64Array(length)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const [perGroup, filtersPerGroup] = [p.inChannels / p.groups, p.outChannels / p.groups];
  const index = (image: number, channel: number, row: number, column: number, [channels, height, width]: number[]) =>
    p.layout === "NCHW"
      ? ((image * channels! + channel) * height! + row) * width! + column
      : ((image * height! + row) * width! + column) * channels! + channel;
  const [before, after] = [
    [p.inChannels, p.height, p.width],
    [p.outChannels, p.outHeight, p.outWidth],
  ];
  for (let image = 0; image < p.batch; image++)
    for (let filter = 0; filter < p.outChannels; filter++)
      for (let place = 0; place < p.outHeight * p.outWidth; place++) {
        const [row, column] = [Math.floor(place / p.outWidth), place % p.outWidth];
        const to = index(image, filter, row, column, after);
        for (let k = 0; k < perGroup * p.kernel[0] * p.kernel[1]; k++) {
          const tap = k % (p.kernel[0] * p.kernel[1]);
          const channel = Math.floor(filter / filtersPerGroup) * perGroup + Math.floor(k / (p.kernel[0] * p.kernel[1]));
          const seen = [
            row * p.stride[0] - p.padding[0][0] + Math.floor(tap / p.kernel[1]) * p.dilation[0],
            column * p.stride[1] - p.padding[1][0] + (tap % p.kernel[1]) * p.dilation[1],
          ] as const;
          if (seen[0] < 0 || seen[0] >= p.height || seen[1] < 0 || seen[1] >= p.width) continue;
          const at = index(image, channel, ...seen, before);
          const w = filter * perGroup * p.kernel[0] * p.kernel[1] + k;
          y[to]! += x[at]! * weight[w]!;
          dx[at]! += dy[to]! * weight[w]!;
          dweight[w]! += dy[to]! * x[at]!;
        }
      }
  return { forward: y, inputGradient: dx, weightGradient: dweight };
}

/** Values whose sums are of a size. */
export const random = (shape: number[], seed: number) => tf.randomUniform(shape, -1, 1, "float32", seed);

/** Every kernel of the device for a problem, the reference path left out. */
export const ours = <O extends Operation>(operation: O, p: Problem) =>
  kernelsFor(operation).filter(({ name, unfit }) => name.startsWith("WGSL") && unfit(p) === undefined);

/** How far each kernel's result is from the loop's, as a share of its largest value, by the operation and the kernel's name. */
export async function distances(p: Problem): Promise<Record<string, number>> {
  const [x, weight, dy] = [inputShape, weightShape, resultShape].map((shape, i) => random(shape(p), i + 1)) as [
    tf.Tensor4D,
    tf.Tensor4D,
    tf.Tensor4D,
  ];
  const values = (await Promise.all([x, weight, dy].map((tensor) => tensor.data()))) as [Values, Values, Values];
  const expected = loop(p, ...values);
  const found: Record<string, number> = {};
  const compare = async (operation: keyof typeof expected, name: string, result: Tensor) => {
    const far = await distance(result, expected[operation]);
    found[`${operation} by ${name}`] = far;
    result.dispose();
  };
  for (const { name, run } of ours("forward", p)) await compare("forward", name, run(x, weight, {}, p));
  for (const { name, run } of ours("inputGradient", p)) await compare("inputGradient", name, run(dy, weight, p));
  for (const { name, run } of ours("weightGradient", p)) await compare("weightGradient", name, run(dy, x, p));
  tf.dispose([x, weight, dy]);
  return found;
}

/** How far the furthest value is from the expected one, as a share of the largest expected one. */
export async function distance(actual: Tensor, expected: ArrayLike<number>): Promise<number> {
  const values = await actual.data();
  if (values.length !== expected.length) return Infinity;
  const largest = Array.from(expected).reduce((most, value) => Math.max(most, Math.abs(value)), 1e-6);
  return Array.from(expected).reduce((most, value, i) => Math.max(most, Math.abs(value - values[i]!)), 0) / largest;
}

/** A plan for 16 bits as a GPU without them can run it: values are rounded alike, and then kept in 32. */
export const emulated = (plan: readonly Pass[]): Pass[] =>
  plan.map((pass) => ({
    ...pass,
    key: `emulated ${pass.key}`,
    code: () =>
      pass
        .code()
        .replace("enable f16;", "")
        .replace("alias Stored = f16;", "alias Stored = f32;")
        .replaceAll("vec4<Stored>(vec4<f32>(", "quantizeToF16(vec4<f32>(")
        .replaceAll("= Stored(", "= quantizeToF16("),
  }));

/** Runs something, and says which programs the GPU was given meanwhile, in order. */
export function dispatched(run: () => void): string[] {
  const backend = tf.backend() as WebGPUBackend;
  const programs: string[] = [];
  const stock = backend.runWebGPUProgram;
  backend.runWebGPUProgram = function (program, ...rest) {
    programs.push(program.shaderKey.split(" ")[0]!);
    return stock.call(this, program, ...rest);
  };
  try {
    run();
  } finally {
    backend.runWebGPUProgram = stock;
  }
  return programs;
}
