import { inputShape, resultShape, type Problem } from "../../../conv/problem.ts";
import { macsOf, stridesOf, strideUniforms } from "./maps.ts";
import { spread, type Pass, type Setting } from "./pass.ts";
import { product } from "./product.ts";
import { sumParts } from "./sum-parts.ts";
import { splitsFor, tileBytes, tileFor, tileKey } from "./tile.ts";
import { finishKey, noFinish, type Finishing } from "./wgsl.ts";
import { windowsCode } from "./windows-code.ts";

/*
 * Convolution as a matrix product that never writes the matrix of windows (implicit GEMM): in each group
 *
 *   result [rows × columns] = weight [rows × depth·taps] · windows of source [depth·taps × columns]
 *
 * with a column for each position. The depth goes by a block of channels, then by taps: so a tile has one tap, which is worked out
 * once for all of it, and what the next tap reads lies in the cache.
 *
 * Forward the rows are filters and the depth is the input's channels. For the gradient of the input the rows are the input's
 * channels, the depth is the filters, and the taps go backwards. With a stride, pixels of the input fall into phases, the
 * remainders of their places by the stride. A tap meets one phase alone: so each phase is a product of its own over its own taps,
 * and no zero is multiplied.
 */

/** The forward pass: source is x, result is y. */
export function planForward(problem: Problem, setting: Setting, finishing = noFinish): Pass[] {
  const { inChannels, outChannels, groups, height, width, outHeight, outWidth, kernel, stride, padding } = problem;
  const [rows, depth] = [outChannels / groups, inChannels / groups];
  return plan(problem, setting, finishing, {
    rows,
    depth,
    source: [inChannels, height, width],
    result: [outChannels, outHeight, outWidth],
    shape: resultShape(problem),
    phases: [1, 1],
    step: stride,
    offset: [-padding[0][0], -padding[1][0]],
    direction: 1,
    weightStrides: [depth * kernel[0] * kernel[1], kernel[0] * kernel[1]],
  });
}

/** The gradient of the input: source is dy, result is dx. */
export function planInputGradient(problem: Problem, setting: Setting): Pass[] {
  const { inChannels, outChannels, groups, height, width, outHeight, outWidth, kernel, stride, padding } = problem;
  const [rows, depth] = [inChannels / groups, outChannels / groups];
  return plan(problem, setting, noFinish, {
    rows,
    depth,
    source: [outChannels, outHeight, outWidth],
    result: [inChannels, height, width],
    shape: inputShape(problem),
    phases: stride,
    step: [1, 1],
    offset: [padding[0][0], padding[1][0]],
    direction: -1,
    weightStrides: [kernel[0] * kernel[1], rows * kernel[0] * kernel[1]],
  });
}

type Size = readonly [channels: number, height: number, width: number];

/** What tells the two apart. */
interface Direction {
  /** Of a group. */
  rows: number;
  depth: number;
  source: Size;
  result: Size;
  shape: number[];
  phases: readonly [number, number];
  /** From one position to the next, in the source. */
  step: readonly [number, number];
  offset: readonly [number, number];
  direction: 1 | -1;
  /** From a row to the next and from a step of the depth to the next, in the weights. */
  weightStrides: readonly [number, number];
}

function plan(problem: Problem, setting: Setting, finishing: Finishing, d: Direction): Pass[] {
  const { batch, groups, kernel, dilation, layout } = problem;
  const taps = kernel[0] * kernel[1];
  const phases = d.phases[0] * d.phases[1];
  const grid = [Math.ceil(d.result[1] / d.phases[0]), Math.ceil(d.result[2] / d.phases[1])] as const;
  const columns = batch * grid[0] * grid[1];
  const tile = tileFor(d.rows, columns, d.depth, phases * groups);
  const [rowTiles, columnTiles] = [Math.ceil(d.rows / tile.rows), Math.ceil(columns / tile.columns)];
  const tiles = rowTiles * columnTiles * phases * groups;
  const steps = Math.ceil(d.depth / tile.depth) * taps;
  const { workgroupSize } = product(tile);
  const splits = splitsFor(tiles, steps / phases, workgroupSize);
  const workgroups = tiles * splits;
  const finish = splits > 1 ? noFinish : finishing;
  const resultStrides = stridesOf(problem, ...d.result);
  const uniforms = {
    rowTiles,
    columnTiles,
    phasesY: d.phases[0],
    phasesX: d.phases[1],
    groups,
    batch,
    rows: d.rows,
    depth: d.depth,
    taps,
    kernelWidth: kernel[1],
    dilationY: dilation[0],
    dilationX: dilation[1],
    offsetY: d.offset[0],
    offsetX: d.offset[1],
    stepY: d.step[0],
    stepX: d.step[1],
    direction: d.direction,
    gridHeight: grid[0],
    gridWidth: grid[1],
    sourceHeight: d.source[1],
    sourceWidth: d.source[2],
    ...strideUniforms("source", stridesOf(problem, ...d.source)),
    resultHeight: d.result[1],
    resultWidth: d.result[2],
    ...strideUniforms("result", resultStrides),
    resultSize: batch * resultStrides.image,
    weightRow: d.weightStrides[0],
    weightDepth: d.weightStrides[1],
    steps,
    share: Math.ceil(steps / splits),
  };
  const inputs = ["source", "weight", ...(finish.bias ? ["bias"] : [])];
  const along = d.direction > 0 ? "depth" : "breadth";
  const read = (tile.rows + tile.columns) * d.depth * taps * rowTiles * columnTiles * groups;
  const first: Pass = {
    key: `windows ${tileKey(tile)} ${layout} weights along ${along} ${setting.precision} ${finishKey(finish)}`,
    code: () => windowsCode(tile, layout, along, inputs, Object.keys(uniforms), finish, setting),
    inputs,
    uniforms,
    shape: splits > 1 ? [splits, ...d.shape] : d.shape,
    workgroups,
    dispatch: spread(workgroups, setting.limits.maxComputeWorkgroupsPerDimension),
    workgroupSize,
    workgroupMemory: tileBytes(tile, setting.precision) + tile.columns * 16,
    bytesRead: read * 4,
    bytesWritten: splits * batch * resultStrides.image * 4,
    flops: 2 * macsOf(problem),
  };
  if (splits === 1) return [first];
  const channels = { channels: d.result[0], stride: resultStrides.channel };
  return [first, sumParts(d.shape, splits, finishing, channels, setting)];
}
