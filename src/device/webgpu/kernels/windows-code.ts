import type { Problem } from "../../../conv/problem.ts";
import type { Setting } from "./pass.ts";
import { product, type Along } from "./product.ts";
import type { Tile } from "./tile.ts";
import { activationCode, digits, wgsl, type Finishing } from "./wgsl.ts";

/** The program of windows.ts; with weights along the depth it goes forward, along the breadth backwards. */
export function windowsCode(
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
