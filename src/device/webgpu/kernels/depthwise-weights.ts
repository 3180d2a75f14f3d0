import { isDepthwise, weightShape, type Problem } from "../../../conv/problem.ts";
import { MIXED } from "./depthwise.ts";
import { macsOf, windowUniforms } from "./maps.ts";
import { sizeOf, spread, type Pass, type Setting } from "./pass.ts";
import { sumParts } from "./sum-parts.ts";
import { powerOfTwo, splitsFor } from "./tile.ts";
import { digits, each, noFinish, wgsl } from "./wgsl.ts";

/**
 * The gradient of depthwise weights: for each filter and tap the scalar product of dy with what the tap saw of x.
 *
 * A workgroup takes some filters, some taps and a share of all positions. Each invocation sums over its positions for up to 16
 * taps in registers, so that dy is read once for them; then the invocations of a filter add theirs in workgroup memory, by
 * halves, and a second pass adds the shares.
 */
export function planDepthwiseWeightGradient(problem: Problem, setting: Setting): Pass[] | string {
  if (!isDepthwise(problem)) return MIXED;
  const { batch, inChannels, outChannels, outHeight, outWidth, kernel, layout } = problem;
  const taps = kernel[0] * kernel[1];
  const tapBlocks = Math.ceil(taps / 16);
  const positions = batch * outHeight * outWidth;
  const filters = layout === "NHWC" ? powerOfTwo(outChannels, 1, 16) : 1;
  const lanes = powerOfTwo(positions, 1, THREADS / filters);
  const block = { filters, lanes, taps: Math.ceil(taps / tapBlocks) };
  const filterBlocks = Math.ceil(outChannels / filters);
  const tiles = filterBlocks * tapBlocks;
  const splits = splitsFor(tiles, Math.ceil(positions / lanes), filters * lanes);
  const workgroups = tiles * splits;
  const shape = weightShape(problem);
  const uniforms = {
    tapBlocks,
    filterBlocks,
    filters: outChannels,
    multiplier: outChannels / inChannels,
    taps,
    positions,
    share: Math.ceil(positions / splits),
    ...windowUniforms(problem),
    resultSize: sizeOf(shape),
    // From one position of an invocation to its next, without a division.
    leapX: lanes % outWidth,
    leapY: Math.floor(lanes / outWidth) % outHeight,
    leapImage: Math.floor(lanes / (outWidth * outHeight)),
  };
  const first: Pass = {
    key: `depthwise weight gradient ${filters}·${lanes}·${block.taps} ${layout}`,
    code: () => code(block, layout, Object.keys(uniforms)),
    inputs: INPUTS,
    uniforms,
    shape: splits > 1 ? [splits, ...shape] : shape,
    workgroups,
    dispatch: spread(workgroups, setting.limits.maxComputeWorkgroupsPerDimension),
    workgroupSize: filters * lanes,
    workgroupMemory: filters * lanes * block.taps * 4,
    bytesRead: tiles * filters * positions * (1 + block.taps) * 4,
    bytesWritten: splits * sizeOf(shape) * 4,
    flops: 2 * macsOf(problem),
  };
  if (splits === 1) return [first];
  return [first, sumParts(shape, splits, noFinish, { channels: outChannels, stride: 1 }, setting)];
}

const THREADS = 128;
const INPUTS = ["dy", "x"] as const;

interface Block {
  filters: number;
  /** Invocations that share a filter's positions. */
  lanes: number;
  taps: number;
}

function code({ filters, lanes, taps }: Block, layout: Problem["layout"], uniforms: readonly string[]): string {
  const halves = Array.from({ length: Math.log2(lanes) }, (_, i) => lanes / 2 ** (i + 1));
  return wgsl({
    precision: "float32",
    inputs: INPUTS,
    uniforms,
    workgroupSize: filters * lanes,
    declarations: `
var<workgroup> sums: array<f32, ${filters * lanes * taps}>;
fn readX(at: i32, pixel: vec2<i32>, far: vec2<i32>) -> f32 {
  let seen = pixel + far;
  if (!below(seen.x, u.width) || !below(seen.y, u.height)) { return 0.0; }
  return x[at + (seen.y * u.width + seen.x) * u.xPixel];
}`,
    body: `
${digits(
  [
    ["tapBlock", "u.tapBlocks"],
    ["filterBlock", "u.filterBlocks"],
  ],
  "split",
)}
let lane = ${layout === "NCHW" ? `thread % ${lanes}` : `thread / ${filters}`};
let own = ${layout === "NCHW" ? `thread / ${lanes}` : `thread % ${filters}`};
let filters = filterBlock * ${filters} + own;
let firstTap = tapBlock * ${taps};
${each(taps, (i) => `let far${i} = vec2<i32>((firstTap + ${i}) % u.kernelWidth * u.dilationX, (firstTap + ${i}) / u.kernelWidth * u.dilationY);\nvar sum${i} = 0.0;`)}
let end = min((split + 1) * u.share, u.positions);
var position = split * u.share + lane;
var at = vec2<i32>(position % u.outWidth, position / u.outWidth % u.outHeight);
var image = position / (u.outWidth * u.outHeight);
if (filters < u.filters) {
  let dyChannel = filters * u.dyChannel;
  let xChannel = filters / u.multiplier * u.xChannel;
  for (; position < end; position += ${lanes}) {
    let upstream = dy[image * u.dyImage + dyChannel + (at.y * u.outWidth + at.x) * u.dyPixel];
    let pixel = at * vec2<i32>(u.strideX, u.strideY) - vec2<i32>(u.left, u.top);
    let channel = image * u.xImage + xChannel;
    ${each(taps, (i) => `sum${i} = fma(upstream, readX(channel, pixel, far${i}), sum${i});`)}
    at += vec2<i32>(u.leapX, u.leapY);
    image += u.leapImage;
    if (at.x >= u.outWidth) { at.x -= u.outWidth; at.y += 1; }
    if (at.y >= u.outHeight) { at.y -= u.outHeight; image += 1; }
  }
}
${each(taps, (i) => `sums[${i * filters * lanes} + lane * ${filters} + own] = sum${i};`)}
workgroupBarrier();
${halves
  .map(
    (half) => `if (lane < ${half}) {
  ${each(taps, (i) => `sums[${i * filters * lanes} + lane * ${filters} + own] += sums[${i * filters * lanes} + (lane + ${half}) * ${filters} + own];`)}
}
workgroupBarrier();`,
  )
  .join("\n")}
for (var e = thread; e < ${filters * taps}; e += ${filters * lanes}) {
  let to = filterBlock * ${filters} + e / ${taps};
  let tap = firstTap + e % ${taps};
  if (to < u.filters && tap < u.taps) {
    result[split * u.resultSize + to * u.taps + tap] = sums[e % ${taps} * ${filters * lanes} + e / ${taps}];
  }
}`,
  });
}
