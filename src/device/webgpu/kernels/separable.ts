import { isDepthwise, mapsShape, type Problem } from "../../../conv/problem.ts";
import { MIXED } from "./depthwise.ts";
import { macsOf, stridesOf, strideUniforms } from "./maps.ts";
import { sizeOf, spread, type Pass, type Setting } from "./pass.ts";
import { product } from "./product.ts";
import { separableCode } from "./separable-code.ts";
import { powerOfTwo, tileBytes, tileFor, tileKey, type Tile } from "./tile.ts";
import { finishKey, noFinish, storedBytes } from "./wgsl.ts";

/**
 * A depthwise convolution and a pointwise one of its result in one pass: the product of the pointwise weights with a tile of what
 * lies between, which is computed where it is needed, a block of channels at a time, and is never written to memory.
 *
 * Each tile of 64 filters computes the depthwise pass again. So with more than two such tiles two passes do less.
 *
 * @param problem  of the depthwise pass
 * @returns        why it does not do it, instead of a plan
 */
export function planSeparable(
  problem: Problem,
  filters: number,
  setting: Setting,
  middle = noFinish,
  finishing = noFinish,
): Pass[] | string {
  if (!isDepthwise(problem)) return MIXED;
  const { batch, inChannels, outChannels, height, width, outHeight, outWidth, kernel, layout } = problem;
  if (Math.max(outChannels, filters) > MOST) return `more than ${MOST} channels, for which two passes do less`;
  const block = blockFor(problem, filters, setting);
  if (block === undefined) return "its window reaches over more than fits into workgroup memory";
  const { tile, area, columns } = block;
  const rowTiles = Math.ceil(filters / tile.rows);
  const [tilesY, tilesX] = [Math.ceil(outHeight / (tile.columns / columns)), Math.ceil(outWidth / columns)];
  const workgroups = rowTiles * tilesX * tilesY * batch;
  const taps = kernel[0] * kernel[1];
  const shape = mapsShape(problem, filters, outHeight, outWidth);
  const uniforms = {
    rowTiles,
    tilesX,
    tilesY,
    filters,
    channels: inChannels,
    middles: outChannels,
    multiplier: outChannels / inChannels,
    top: problem.padding[0][0],
    left: problem.padding[1][0],
    height,
    width,
    ...strideUniforms("source", stridesOf(problem, inChannels, height, width)),
    outHeight,
    outWidth,
    ...strideUniforms("result", stridesOf(problem, filters, outHeight, outWidth)),
  };
  const inputs = [
    "source",
    "depthwise",
    "pointwise",
    ...(middle.bias ? ["middleBias"] : []),
    ...(finishing.bias ? ["bias"] : []),
  ];
  const placing = [kernel, problem.stride, problem.dilation].map((pair) => pair.join("×")).join(" ");
  const read = workgroups * (sizeOf(area) * outChannels + (tile.rows + taps) * outChannels);
  const finishes = `${finishKey(middle)} then ${finishKey(finishing)}`;
  return [
    {
      key: `separable ${placing} ${tileKey(tile)} ${columns} ${layout} ${setting.precision} ${finishes}`,
      code: () => separableCode(problem, block, inputs, Object.keys(uniforms), middle, finishing, setting),
      inputs,
      uniforms,
      shape,
      workgroups,
      dispatch: spread(workgroups, setting.limits.maxComputeWorkgroupsPerDimension),
      workgroupSize: product(tile).workgroupSize,
      workgroupMemory: memoryOf(block, setting),
      bytesRead: read * 4,
      bytesWritten: sizeOf(shape) * 4,
      flops: 2 * (macsOf(problem) * rowTiles + batch * outHeight * outWidth * outChannels * filters),
    },
  ];
}

/** Channels and filters beyond which the depthwise pass would be computed more than twice. */
const MOST = 128;

/** What a workgroup takes. */
export interface SeparableBlock {
  tile: Tile;
  /** Of the tile's columns, how many lie beside each other in the maps. */
  columns: number;
  /** Rows and columns of the source that they need. */
  area: readonly [number, number];
}

function blockFor(problem: Problem, filters: number, setting: Setting): SeparableBlock | undefined {
  const { outHeight, outWidth, outChannels, kernel, stride, dilation } = problem;
  const { limits } = setting;
  const columns = powerOfTwo(outWidth, 4, 16);
  const most = tileFor(filters, columns * powerOfTwo(outHeight, 4, 16), outChannels, Infinity);
  const area = [most.columns / columns, columns].map(
    (size, axis) => (size - 1) * stride[axis]! + dilation[axis]! * (kernel[axis]! - 1) + 1,
  ) as [number, number];
  for (let { depth } = most; depth >= 4; depth /= 2) {
    const block = { tile: { ...most, depth }, columns, area };
    if (memoryOf(block, setting) <= limits.maxComputeWorkgroupStorageSize) return block;
  }
  return undefined;
}

const memoryOf = ({ tile, area }: SeparableBlock, { precision }: Setting) =>
  tileBytes(tile, precision) + sizeOf(area) * tile.depth * storedBytes(precision);
