import type { Problem } from "../../../conv/problem.ts";
import { inputShape, resultShape } from "../../../conv/problem.ts";
import { macsOf, stridesOf, strideUniforms } from "./maps.ts";
import { spread, type Pass, type Setting } from "./pass.ts";
import { product, type Along } from "./product.ts";
import { sumParts } from "./sum-parts.ts";
import { splitsFor, tileBytes, tileFor, tileKey, type Tile } from "./tile.ts";
import { activationCode, digits, finishKey, noFinish, wgsl, type Finishing } from "./wgsl.ts";

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
    code: () => code(tile, layout, along, inputs, Object.keys(uniforms), finish, setting),
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

function code(
  tile: Tile,
  layout: Problem["layout"],
  along: Along,
  inputs: readonly string[],
  uniforms: readonly string[],
  finishing: Finishing,
  { precision }: Setting,
): string {
  const { workgroupSize, declarations, start, nearby, fill, accumulate, finish } = product(tile);
  return wgsl({
    precision,
    inputs,
    uniforms,
    workgroupSize,
    declarations: `
${declarations}
// Of each column: its place in the source, with its row and column there, and its place in the result, -1 for none.
var<workgroup> places: array<vec4<i32>, ${tile.columns}>;
fn readWeight(row: i32, k: i32, at: i32) -> f32 {
  if (row >= u.rows || k >= u.depth) { return 0.0; }
  return weight[at + row * u.weightRow + k * u.weightDepth];
}
fn readSource(place: vec4<i32>, k: i32, shift: vec2<i32>) -> f32 {
  if (k >= u.depth || !below(place.y + shift.y, u.sourceHeight) || !below(place.z + shift.x, u.sourceWidth)) { return 0.0; }
  return source[place.x + (shift.y * u.sourceWidth + shift.x) * u.sourcePixel + k * u.sourceChannel];
}
${activationCode("activated", finishing.activation)}`,
    body: `
${digits(
  [
    ["rowBlock", "u.rowTiles"],
    ["columnBlock", "u.columnTiles"],
    ["phaseX", "u.phasesX"],
    ["phaseY", "u.phasesY"],
    ["channelGroup", "u.groups"],
  ],
  "split",
)}
let firstRow = rowBlock * ${tile.rows};
let phases = vec2<i32>(u.phasesX, u.phasesY);
let phase = vec2<i32>(phaseX, phaseY);
let reach = phase + vec2<i32>(u.offsetX, u.offsetY);
for (var e = thread; e < ${tile.columns}; e += ${workgroupSize}) {
  let column = columnBlock * ${tile.columns} + e;
  let cell = vec2<i32>(column % u.gridWidth, column / u.gridWidth % u.gridHeight);
  let image = column / (u.gridWidth * u.gridHeight);
  let to = cell * phases + phase;
  let at = cell * vec2<i32>(u.stepX, u.stepY) + reach / phases;
  let inside = image < u.batch && to.x < u.resultWidth && to.y < u.resultHeight;
  places[e] = vec4<i32>(
    image * u.sourceImage + channelGroup * u.depth * u.sourceChannel + (at.y * u.sourceWidth + at.x) * u.sourcePixel,
    select(FAR, at.y, inside),
    at.x,
    select(-1, image * u.resultImage + (to.y * u.resultWidth + to.x) * u.resultPixel, inside));
}
let weights = channelGroup * u.rows * u.depth * u.taps;
${start(layout === "NCHW" ? "columns" : "rows")}
workgroupBarrier();
${layout === "NCHW" ? nearby("places") : ""}
let end = min((split + 1) * u.share, u.steps);
for (var step = split * u.share; step < end; step++) {
  let tap = step % u.taps;
  let first = step / u.taps * ${tile.depth};
  let far = vec2<i32>(tap % u.kernelWidth * u.dilationX, tap / u.kernelWidth * u.dilationY) - reach % phases;
  if (any(far % phases != vec2<i32>(0))) { continue; }
  let shift = far / phases * u.direction;
  workgroupBarrier();
  ${fill("row", along, (row, k) => `readWeight(firstRow + ${row}, first + ${k}, weights + tap)`)}
  ${fill("column", layout === "NCHW" ? "breadth" : "depth", (column, k, part) => {
    const place = layout === "NCHW" ? `near${part}` : `places[${column}]`;
    return `readSource(${place}, first + ${k}, shift)`;
  })}
  workgroupBarrier();
  ${accumulate}
}
${finish(
  (column) => `places[${column}].w`,
  (row) => `let row = firstRow + ${row};
  let channel = channelGroup * u.rows + row;
  let at = channel * u.resultChannel + split * u.resultSize;
  ${finishing.bias ? "let shift = bias[min(channel, u.groups * u.rows - 1)];" : ""}`,
  (sum, place) =>
    `if (row < u.rows && ${place} >= 0) { result[at + ${place}] = activated(${sum}${finishing.bias ? " + shift" : ""}); }`,
)}`,
  });
}
