import type { Problem } from "../../../conv/problem.ts";
import type { Setting } from "./pass.ts";
import { product } from "./product.ts";
import type { SeparableBlock } from "./separable.ts";
import { activationCode, digits, wgsl, type Finishing } from "./wgsl.ts";

/** The program of separable.ts. */
export function separableCode(
  { kernel, stride, dilation, layout }: Problem,
  { tile, columns, area: [height, width] }: SeparableBlock,
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
