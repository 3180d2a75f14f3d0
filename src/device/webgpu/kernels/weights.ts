import type { Problem } from "../../../conv/problem.ts";
import { weightShape } from "../../../conv/problem.ts";
import { macsOf, windowUniforms } from "./maps.ts";
import { sizeOf, spread, type Pass, type Setting } from "./pass.ts";
import { product } from "./product.ts";
import { sumParts } from "./sum-parts.ts";
import { splitsFor, tileBytes, tileFor, tileKey, type Tile } from "./tile.ts";
import { digits, noFinish, wgsl } from "./wgsl.ts";

/**
 * The gradient of the weights as a matrix product, in each group
 *
 *   dweight [filters × channels·taps] = dy [filters × positions] · windows of x [positions × channels·taps]
 *
 * The sum goes over all positions of all images, and there are few weights: so it is split among many workgroups, and a second
 * pass adds their parts. Columns are in the order in which x lies: by tap last channels first in NHWC, as the weights otherwise.
 */
export function planWeightGradient(problem: Problem, setting: Setting): Pass[] {
  const { batch, inChannels, outChannels, groups, outHeight, outWidth, kernel, layout } = problem;
  const taps = kernel[0] * kernel[1];
  const [rows, channels] = [outChannels / groups, inChannels / groups];
  const columns = channels * taps;
  const depth = batch * outHeight * outWidth;
  const tile = tileFor(rows, columns, depth, Infinity);
  const [rowTiles, columnTiles] = [Math.ceil(rows / tile.rows), Math.ceil(columns / tile.columns)];
  const tiles = rowTiles * columnTiles * groups;
  const steps = Math.ceil(depth / tile.depth);
  const { workgroupSize } = product(tile);
  const splits = splitsFor(tiles, steps, workgroupSize);
  const workgroups = tiles * splits;
  const shape = weightShape(problem);
  const uniforms = {
    rowTiles,
    columnTiles,
    groups,
    rows,
    channels,
    taps,
    depth,
    share: Math.ceil(steps / splits) * tile.depth,
    ...windowUniforms(problem),
    resultSize: sizeOf(shape),
  };
  const first: Pass = {
    key: `weight gradient ${tileKey(tile)} ${layout} ${setting.precision}`,
    code: () => code(tile, layout, Object.keys(uniforms), setting),
    inputs: INPUTS,
    uniforms,
    shape: splits > 1 ? [splits, ...shape] : shape,
    workgroups,
    dispatch: spread(workgroups, setting.limits.maxComputeWorkgroupsPerDimension),
    workgroupSize,
    workgroupMemory: tileBytes(tile, setting.precision) + (tile.columns + tile.depth) * 16,
    bytesRead: tiles * (tile.rows + tile.columns) * depth * 4,
    bytesWritten: splits * sizeOf(shape) * 4,
    flops: 2 * macsOf(problem),
  };
  if (splits === 1) return [first];
  return [first, sumParts(shape, splits, noFinish, { channels: outChannels, stride: 1 }, setting)];
}

const INPUTS = ["dy", "x"] as const;

function code(tile: Tile, layout: Problem["layout"], uniforms: readonly string[], { precision }: Setting): string {
  const { workgroupSize, declarations, start, nearby, fill, accumulate, finish } = product(tile);
  const along = layout === "NCHW" ? "depth" : "breadth";
  return wgsl({
    precision,
    inputs: INPUTS,
    uniforms,
    workgroupSize,
    declarations: `
${declarations}
// Of each column: its place in x from a window's first pixel on, its row and column there, and its place in the result.
var<workgroup> columns: array<vec4<i32>, ${tile.columns}>;
// Of each position: the place of its window's first pixel in x, its row and column there, and its place in dy.
var<workgroup> windows: array<vec4<i32>, ${tile.depth}>;
fn readDy(row: i32, window: vec4<i32>) -> f32 {
  if (row >= u.rows || window.w < 0) { return 0.0; }
  return dy[window.w + row * u.dyChannel];
}
fn readX(column: vec4<i32>, window: vec4<i32>) -> f32 {
  let at = column + window;
  if (!below(at.y, u.height) || !below(at.z, u.width)) { return 0.0; }
  return x[at.x];
}`,
    body: `
${digits(
  [
    ["rowBlock", "u.rowTiles"],
    ["columnBlock", "u.columnTiles"],
    ["channelGroup", "u.groups"],
  ],
  "split",
)}
let firstRow = rowBlock * ${tile.rows};
for (var e = thread; e < ${tile.columns}; e += ${workgroupSize}) {
  let column = columnBlock * ${tile.columns} + e;
  let channel = ${layout === "NCHW" ? "column / u.taps" : "column % u.channels"};
  let tap = ${layout === "NCHW" ? "column % u.taps" : "column / u.channels"};
  let far = vec2<i32>(tap % u.kernelWidth * u.dilationX, tap / u.kernelWidth * u.dilationY);
  let inside = column < u.channels * u.taps;
  columns[e] = vec4<i32>(
    (channelGroup * u.channels + channel) * u.xChannel + (far.y * u.width + far.x) * u.xPixel,
    select(FAR, far.y, inside),
    far.x,
    select(-1, channel * u.taps + tap, inside));
}
${start("columns")}
workgroupBarrier();
${layout === "NHWC" ? nearby("columns") : ""}
let end = min((split + 1) * u.share, u.depth);
for (var first = split * u.share; first < end; first += ${tile.depth}) {
  for (var e = thread; e < ${tile.depth}; e += ${workgroupSize}) {
    let position = first + e;
    let at = vec2<i32>(position % u.outWidth, position / u.outWidth % u.outHeight);
    let image = position / (u.outWidth * u.outHeight);
    let pixel = at * vec2<i32>(u.strideX, u.strideY) - vec2<i32>(u.left, u.top);
    windows[e] = vec4<i32>(
      image * u.xImage + (pixel.y * u.width + pixel.x) * u.xPixel,
      pixel.y,
      pixel.x,
      image * u.dyImage + channelGroup * u.rows * u.dyChannel + (at.y * u.outWidth + at.x) * u.dyPixel);
    if (position >= end) { windows[e] = vec4<i32>(0, FAR, 0, -1); }
  }
  workgroupBarrier();
  ${fill("row", along, (row, k) => `readDy(firstRow + ${row}, windows[${k}])`)}
  ${fill("column", along, (column, k, part) => {
    const seen = layout === "NHWC" ? `near${part}` : `columns[${column}]`;
    return `readX(${seen}, windows[${k}])`;
  })}
  workgroupBarrier();
  ${accumulate}
}
${finish(
  (column) => `columns[${column}].w`,
  (row) => `let row = firstRow + ${row};
  let at = split * u.resultSize + (channelGroup * u.rows + row) * u.channels * u.taps;`,
  (sum, place) => `if (row < u.rows && ${place} >= 0) { result[at + ${place}] = ${sum}; }`,
)}`,
  });
}
