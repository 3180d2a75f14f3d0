import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Problem } from "../../src/conv/problem.ts";
import { planDepthwise, planDepthwiseInputGradient } from "../../src/device/webgpu/kernels/depthwise.ts";
import { planDepthwiseWeightGradient } from "../../src/device/webgpu/kernels/depthwise-weights.ts";
import {
  leastLimits,
  obstacle,
  spread,
  type Pass,
  type Precision,
  type Setting,
} from "../../src/device/webgpu/kernels/pass.ts";
import { planSeparable } from "../../src/device/webgpu/kernels/separable.ts";
import { planWeightGradient } from "../../src/device/webgpu/kernels/weights.ts";
import { planForward, planInputGradient } from "../../src/device/webgpu/kernels/windows.ts";
import { problem } from "./wgsl.ts";

const setting: Setting = { limits: leastLimits, precision: "float32" };
const same = { kernel: [3, 3], padding: [[1, 1], [1, 1]] } as const; // prettier-ignore
const layer = (channels: number, height: number, groups = 1) =>
  problem({ inChannels: channels, outChannels: channels, height, groups, ...same });

/** Every plan for a standard or grouped problem, and every plan for a depthwise one. */
const mixed = (p: Problem, setting: Setting, bias = false) => ({
  forward: planForward(p, setting, { bias, activation: bias ? "relu6" : undefined }),
  inputGradient: planInputGradient(p, setting),
  weightGradient: planWeightGradient(p, setting),
});
const byChannel = (p: Problem, setting: Setting, bias = false) => ({
  forward: planDepthwise(p, setting, { bias, activation: bias ? "relu" : undefined }),
  inputGradient: planDepthwiseInputGradient(p, setting),
  weightGradient: planDepthwiseWeightGradient(p, setting),
});
const fused = (p: Problem, filters: number, setting: Setting, bias = false) =>
  planSeparable(p, filters, setting, { bias, activation: undefined }, { bias, activation: "relu" });

const sizes = [
  [32, 112],
  [128, 56],
  [512, 14],
] as const;

describe("on the least of GPUs", () => {
  const plans = sizes.flatMap(([channels, height]) =>
    (["NCHW", "NHWC"] as const).flatMap((layout) => {
      const name = `${channels}@${height}², ${layout}`;
      const [standard, grouped, depthwise] = [1, 8, channels].map((groups) => ({
        ...layer(channels, height, groups),
        layout,
      })) as [Problem, Problem, Problem];
      const all = [
        ["standard", Object.values(mixed(standard, setting))],
        ["grouped", Object.values(mixed(grouped, setting))],
        ["depthwise", Object.values(byChannel(depthwise, setting))],
        ...(channels <= 128 ? [["separable", [fused(depthwise, channels, setting)]] as const] : []),
      ] as const;
      return all.map(([kind, plans]) => [`${kind} ${name}`, plans as Pass[][]] as const);
    }),
  );

  test.each(plans)("%s fits", (_, plans) => {
    for (const plan of plans) {
      expect(obstacle(plan, [], leastLimits)).toBeUndefined();
      for (const pass of plan) {
        expect(pass.workgroupSize).toBeLessThanOrEqual(leastLimits.maxComputeInvocationsPerWorkgroup);
        expect(pass.dispatch.reduce((a, b) => a * b)).toBeGreaterThanOrEqual(pass.workgroups);
      }
    }
  });
});

test("a plan says what it costs", () => {
  const [pass, ...more] = planForward(layer(32, 112), setting, { bias: true, activation: "relu" });
  const tiles = Math.ceil(112 ** 2 / 64);
  expect(more).toEqual([]);
  expect(pass).toMatchObject({
    workgroups: tiles,
    dispatch: [tiles, 1, 1],
    workgroupSize: 64,
    // 16 steps of 32 rows and 64 columns, each with a vector left free, and four numbers for each column
    workgroupMemory: 16 * (32 + 4 + 64 + 4) * 4 + 64 * 16,
    bytesRead: tiles * (32 + 64) * 32 * 9 * 4,
    bytesWritten: 32 * 112 ** 2 * 4,
    flops: 2 * 112 ** 2 * 32 * 32 * 9,
  });
});

test("half the bytes of workgroup memory are for the same tile in 16 bits", () => {
  const half = planDepthwise(layer(32, 112, 32), { ...setting, precision: "float16" });
  const full = planDepthwise(layer(32, 112, 32), setting);
  expect((half as Pass[])[0]!.workgroupMemory * 2).toBe((full as Pass[])[0]!.workgroupMemory);
});

test("few results of a long sum are split among workgroups, and a second pass adds the parts", () => {
  const [parts, sum] = planWeightGradient(layer(32, 112), setting);
  const splits = parts!.shape[0]!;
  expect(splits).toBeGreaterThan(16);
  expect(parts!.shape).toEqual([splits, 32, 32, 3, 3]);
  expect(sum).toMatchObject({ shape: [32, 32, 3, 3], inputs: ["partial"], flops: splits * 32 * 32 * 9 });
});

test("workgroups are spread over three axes, none beyond its limit, and less than a row of each axis too many", () => {
  const property = fc.property(
    fc.integer({ min: 0, max: 2 ** 31 }),
    fc.integer({ min: 1300, max: 65_535 }),
    (count, most) => {
      const [x, y, z] = spread(count, most);
      expect(Math.max(x, y, z)).toBeLessThanOrEqual(most);
      expect(x * y * z).toBeGreaterThanOrEqual(count);
      expect(x * y * z - count).toBeLessThan(y * z || 1);
    },
  );
  fc.assert(property, { numRuns: 500 });
});

describe("what a GPU cannot do is said:", () => {
  const large = problem({ inChannels: 64, outChannels: 64, height: 1024, ...same });
  const refusals: Record<string, [() => string | undefined, string]> = {
    "tensors beyond what it binds": [
      () => obstacle(planForward(large, setting), [[64, 1024, 1024]], leastLimits),
      "a tensor of 256 MiB, where the GPU binds 128",
    ],
    "workgroups beyond its memory": [
      () =>
        obstacle(planForward(layer(64, 56), setting), [], {
          ...leastLimits,
          maxComputeWorkgroupStorageSize: 4096,
        }),
      "a workgroup would take 7168 bytes of memory, where the GPU has 4096",
    ],
    "windows beyond its memory": [
      () => planDepthwise({ ...layer(2, 300, 2), dilation: [140, 140] }, setting) as string,
      "its window reaches over more than fits into workgroup memory",
    ],
    "more taps than are written out": [
      () => planDepthwise({ ...layer(2, 300, 2), kernel: [33, 33] }, setting) as string,
      "more than 1024 products to write out for an invocation",
    ],
    "more phases than are written out": [
      () => planDepthwiseInputGradient({ ...layer(2, 300, 2), stride: [9, 8] }, setting) as string,
      "more than 64 results for an invocation",
    ],
    "separable convolutions of many channels": [
      () => fused(layer(256, 14, 256), 256, setting) as string,
      "more than 128 channels, for which two passes do less",
    ],
  };

  test.each(Object.entries(refusals))("%s", (_, [refusal, words]) => {
    expect(refusal()).toBe(words);
  });
});

/* Dawn's null backend computes nothing, but it compiles: also what the GPU at hand has not, as numbers of 16 bits. */
describe("every program is one by Dawn's compiler,", () => {
  let gpu: GPU;
  let device: GPUDevice;

  beforeAll(async () => {
    const { create, globals } = await import("webgpu");
    Object.assign(globalThis, globals);
    gpu = create(["backend=null"]);
    device = await (await gpu.requestAdapter())!.requestDevice({ requiredFeatures: ["shader-f16"] });
  });

  afterAll(() => device.destroy());

  const precisions: Precision[] = ["float32", "float16"];
  const layouts = ["NCHW", "NHWC"] as const;
  const all = precisions.flatMap((precision) => layouts.map((layout) => [precision, layout] as const));

  test.each(all)("%s, %s", async (precision, layout) => {
    const setting: Setting = { limits: leastLimits, precision };
    const [standard, depthwise] = [layer(70, 20), layer(20, 20, 20)].map((one) => ({ ...one, layout })) as [
      Problem,
      Problem,
    ];
    const small = { ...problem({ inChannels: 128, outChannels: 6, height: 4, ...same }), layout };
    const plans = [false, true].flatMap((bias) => [
      ...Object.values(mixed(standard, setting, bias)),
      ...Object.values(mixed(small, setting, bias)),
      ...Object.values(byChannel({ ...depthwise, stride: [2, 2] }, setting, bias)),
      fused(depthwise, 70, setting, bias),
    ]) as Pass[][];
    const passes = new Map(plans.flat().map((pass) => [pass.key, pass]));
    for (const pass of passes.values()) {
      device.pushErrorScope("validation");
      const module = device.createShaderModule({ code: pass.code() });
      device.createComputePipeline({ layout: "auto", compute: { module } });
      expect(await device.popErrorScope()).toBeNull();
      expect(pass.code().startsWith("enable f16;")).toBe(precision === "float16" && usesTiles(pass));
    }
  });
});

/** Sums of parts and depthwise weights' gradients keep nothing but sums, which are of 32 bits. */
const usesTiles = ({ key }: Pass) => !/^(sum|depthwise weight)/.test(key);
