import { isDepthwise, mapsShape, type Problem } from "../../../conv/problem.ts";
import { MIXED } from "./depthwise.ts";
import { macsOf, stridesOf, strideUniforms } from "./maps.ts";
import { sizeOf, spread, type Pass, type Setting } from "./pass.ts";
import { product } from "./product.ts";
import { powerOfTwo, tileBytes, tileFor, tileKey, type Tile } from "./tile.ts";
import { activationCode, digits, finishKey, noFinish, storedBytes, wgsl, type Finishing } from "./wgsl.ts";

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
      code: () => code(problem, block, inputs, Object.keys(uniforms), middle, finishing, setting),
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

interface Block {
  tile: Tile;
  /** Of the tile's columns, how many lie beside each other in the maps. */
  columns: number;
  /** Rows and columns of the source that they need. */
  area: readonly [number, number];
}

function blockFor(problem: Problem, filters: number, setting: Setting): Block | undefined {
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

const memoryOf = ({ tile, area }: Block, { precision }: Setting) =>
  tileBytes(tile, precision) + sizeOf(area) * tile.depth * storedBytes(precision);

function code(
  { kernel, stride, dilation, layout }: Problem,
  { tile, columns, area: [height, width] }: Block,
  inputs: readonly string[],
  uniforms: readonly string[],
  middle: Finishing,
  finishing: Finishing,
  { precision }: Setting,
): string {
  const { workgroupSize, declarations, start, fill, accumulate, finish } = product(tile);
  const taps = kernel[0] * kernel[1];
  const area = height * width;
  const coordinates =
    layout === "NCHW"
      ? `let x = e % ${width}; let y = e / ${width} % ${height}; let c = e / ${area};`
      : `let c = e % ${tile.depth}; let x = e / ${tile.depth} % ${width}; let y = e / ${tile.depth * width};`;
  return wgsl({
    precision,
    inputs,
    uniforms,
    workgroupSize,
    declarations: `
${declarations}
var<workgroup> area: array<Stored, ${tile.depth * area}>;
${activationCode("activatedBetween", middle.activation)}
${activationCode("activated", finishing.activation)}
fn pixelOf(column: i32) -> vec2<i32> { return vec2<i32>(column % ${columns}, column / ${columns}); }
fn readWeight(row: i32, k: i32) -> f32 {
  if (row >= u.filters || k >= u.middles) { return 0.0; }
  return pointwise[row * u.middles + k];
}
// What lies between, of a channel whose input lies at a place in the area, at a column of the tile.
fn between(channel: i32, at: i32, column: i32) -> f32 {
  if (channel >= u.middles) { return 0.0; }
  let pixel = pixelOf(column) * vec2<i32>(${stride[1]}, ${stride[0]});
  let corner = at + pixel.y * ${width} + pixel.x;
  var sum = ${middle.bias ? "middleBias[channel]" : "0.0"};
  for (var tap = 0; tap < ${taps}; tap++) {
    let far = tap / ${kernel[1]} * ${dilation[0] * width} + tap % ${kernel[1]} * ${dilation[1]};
    sum = fma(depthwise[channel * ${taps} + tap], f32(area[corner + far]), sum);
  }
  return activatedBetween(sum);
}`,
    body: `
${digits(
  [
    ["rowBlock", "u.rowTiles"],
    ["tileX", "u.tilesX"],
    ["tileY", "u.tilesY"],
  ],
  "image",
)}
let firstRow = rowBlock * ${tile.rows};
let firstPixel = vec2<i32>(tileX * ${columns}, tileY * ${tile.columns / columns});
let corner = firstPixel * vec2<i32>(${stride[1]}, ${stride[0]}) - vec2<i32>(u.left, u.top);
${start(layout === "NCHW" ? "columns" : "rows")}
for (var first = 0; first < u.middles; first += ${tile.depth}) {
  let firstChannel = first / u.multiplier;
  for (var e = thread; e < ${tile.depth * area}; e += ${workgroupSize}) {
    ${coordinates}
    let channel = firstChannel + c;
    let seen = corner + vec2<i32>(x, y);
    var value = 0.0;
    if (channel < u.channels && below(seen.y, u.height) && below(seen.x, u.width)) {
      value = source[image * u.sourceImage + (seen.y * u.width + seen.x) * u.sourcePixel + channel * u.sourceChannel];
    }
    area[c * ${area} + y * ${width} + x] = Stored(value);
  }
  workgroupBarrier();
  ${fill("row", "depth", (row, k) => `readWeight(firstRow + ${row}, first + ${k})`)}
  ${fill(
    "column",
    "breadth",
    (column, k) => `between(first + ${k}, ((first + ${k}) / u.multiplier - firstChannel) * ${area}, ${column})`,
  )}
  workgroupBarrier();
  ${accumulate}
}
${finish(
  (column) => `firstPixel + pixelOf(${column})`,
  (row) => `let row = firstRow + ${row};
  let at = image * u.resultImage + row * u.resultChannel;
  ${finishing.bias ? "let shift = bias[row];" : ""}`,
  (sum, place) => `if (row < u.filters && ${place}.x < u.outWidth && ${place}.y < u.outHeight) {
    result[at + (${place}.y * u.outWidth + ${place}.x) * u.resultPixel] = activated(${sum}${finishing.bias ? " + shift" : ""});
  }`,
)}`,
  });
}
