import type { Pair } from "../../../arguments.ts";
import { inputShape, isDepthwise, resultShape, type Problem } from "../../../conv/problem.ts";
import { areaOf, depthwiseCode, type Block } from "./depthwise-code.ts";
import { macsOf, stridesOf, strideUniforms } from "./maps.ts";
import { sizeOf, spread, type Pass, type Setting } from "./pass.ts";
import { forwardStencil, inputGradientStencil, termsOf, type Stencil } from "./stencil.ts";
import { powerOfTwo } from "./tile.ts";
import { finishKey, noFinish, storedBytes, type Finishing } from "./wgsl.ts";

/*
 * Depthwise convolution, forward and for the gradient of the input. A workgroup takes some rows and columns of some channels: it
 * reads the area of the source that they need into its memory once, and each invocation sums a few results in registers. There is
 * little to compute for what is read and written: all that counts is that memory is read once, by neighbours side by side.
 */

/** The forward pass: source is x, result is y, whose channels c·m … c·m + m − 1 come from channel c. */
export function planDepthwise(problem: Problem, setting: Setting, finishing = noFinish): Pass[] | string {
  const { inChannels, outChannels, height, width, outHeight, outWidth } = problem;
  return plan(problem, setting, finishing, {
    stencil: forwardStencil(problem),
    phase: [0, 0],
    source: [inChannels, height, width],
    result: [outChannels, outHeight, outWidth],
    shape: resultShape(problem),
    sums: false,
  });
}

/** The gradient of the input: source is dy, result is dx. */
export function planDepthwiseInputGradient(problem: Problem, setting: Setting): Pass[] | string {
  const { inChannels, outChannels, height, width, outHeight, outWidth, padding, stride } = problem;
  return plan(problem, setting, noFinish, {
    stencil: inputGradientStencil(problem),
    phase: [padding[0][0] % stride[0], padding[1][0] % stride[1]],
    source: [outChannels, outHeight, outWidth],
    result: [inChannels, height, width],
    shape: inputShape(problem),
    sums: true,
  });
}

type Size = readonly [channels: number, height: number, width: number];

interface Direction {
  stencil: Stencil;
  /** What of the padding the stencil depends on. */
  phase: Pair;
  source: Size;
  result: Size;
  shape: number[];
  /** Whether a result sums over the multiplier, rather than that there is one for each. */
  sums: boolean;
}

function plan(problem: Problem, setting: Setting, finishing: Finishing, d: Direction): Pass[] | string {
  const { batch, inChannels, outChannels, kernel, stride, dilation, layout } = problem;
  if (!isDepthwise(problem)) return MIXED;
  if (termsOf(d.stencil) > MOST_TERMS) return `more than ${MOST_TERMS} products to write out for an invocation`;
  if (d.stencil.cells.length > MOST_CELLS) return `more than ${MOST_CELLS} results for an invocation`;
  const across = [Math.ceil(d.result[1] / d.stencil.size[0]), Math.ceil(d.result[2] / d.stencil.size[1])] as const;
  const block = blockFor(problem, across, d.stencil, setting);
  if (block === undefined) return "its window reaches over more than fits into workgroup memory";
  const [rowTiles, columnTiles] = [Math.ceil(across[0] / block.rows), Math.ceil(across[1] / block.columns)];
  const channelBlocks = Math.ceil(inChannels / block.channels);
  const workgroups = rowTiles * columnTiles * channelBlocks * batch;
  const multiplier = outChannels / inChannels;
  const uniforms = {
    rowTiles,
    columnTiles,
    channelBlocks,
    channels: inChannels,
    multiplier,
    originY: d.stencil.origin[0],
    originX: d.stencil.origin[1],
    sourceHeight: d.source[1],
    sourceWidth: d.source[2],
    ...strideUniforms("source", stridesOf(problem, ...d.source)),
    resultHeight: d.result[1],
    resultWidth: d.result[2],
    ...strideUniforms("result", stridesOf(problem, ...d.result)),
  };
  const inputs = ["source", "weight", ...(finishing.bias ? ["bias"] : [])];
  const placing = [kernel, stride, dilation, d.phase, d.stencil.size].map((pair) => pair.join("×")).join(" ");
  const blocks = `${block.channels}·${block.rows}×${block.columns}`;
  const area = sizeOf(areaOf(block, d.stencil));
  const taps = kernel[0] * kernel[1] * multiplier * block.channels;
  return [
    {
      key: `depthwise ${placing} ${blocks} ${d.sums ? "backwards" : "forward"} ${layout} ${setting.precision} ${finishKey(finishing)}`,
      code: () =>
        depthwiseCode(
          d.stencil,
          d.sums,
          block,
          kernel[0] * kernel[1],
          layout,
          inputs,
          Object.keys(uniforms),
          finishing,
          setting,
        ),
      inputs,
      uniforms,
      shape: d.shape,
      workgroups,
      dispatch: spread(workgroups, setting.limits.maxComputeWorkgroupsPerDimension),
      workgroupSize: block.channels * block.rows * block.columns,
      workgroupMemory: area * storedBytes(setting.precision),
      bytesRead: workgroups * (area * (d.sums ? multiplier : 1) + taps) * 4,
      bytesWritten: sizeOf(d.shape) * 4,
      flops: 2 * macsOf(problem),
    },
  ];
}

export const MIXED = "its groups have more channels than one";
const MOST_TERMS = 1024;
const MOST_CELLS = 64;

/** As many invocations as there may be, first along the axis that lies closest in memory; fewer where their area is too large. */
function blockFor(
  { layout, inChannels }: Problem,
  across: Pair,
  stencil: Stencil,
  setting: Setting,
): Block | undefined {
  const { limits, precision } = setting;
  const most = Math.min(256, limits.maxComputeInvocationsPerWorkgroup);
  const first = layout === "NHWC";
  const channels = first ? powerOfTwo(inChannels, 1, 16) : undefined;
  const columns = powerOfTwo(across[1], 1, first ? 8 : 32);
  const rows = powerOfTwo(across[0], 1, Math.min(8, most / columns / (channels ?? 1)));
  const block = { channels: channels ?? powerOfTwo(inChannels, 1, most / rows / columns), rows, columns };
  const order = first ? (["rows", "columns", "channels"] as const) : (["channels", "rows", "columns"] as const);
  for (const axis of order) {
    while (sizeOf(areaOf(block, stencil)) * storedBytes(precision) > ROOM && block[axis] > 1) block[axis] /= 2;
  }
  const needed = sizeOf(areaOf(block, stencil)) * storedBytes(precision);
  return needed > limits.maxComputeWorkgroupStorageSize ? undefined : block;
}

/** Bytes that leave a GPU several workgroups at a time. */
const ROOM = 12_288;
