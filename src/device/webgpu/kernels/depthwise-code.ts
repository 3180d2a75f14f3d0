import type { Problem } from "../../../conv/problem.ts";
import type { Setting } from "./pass.ts";
import type { Cell, Stencil } from "./stencil.ts";
import { activationCode, digits, wgsl, type Finishing } from "./wgsl.ts";

/** Invocations of a workgroup along each axis. */
export interface Block {
  channels: number;
  rows: number;
  columns: number;
}

/** Channels, rows and columns of the source that a workgroup reads. */
export const areaOf = ({ channels, rows, columns }: Block, { step, reach }: Stencil) =>
  [channels, (rows - 1) * step[0] + reach[0], (columns - 1) * step[1] + reach[1]] as const;

/** The program of depthwise.ts; it sums over the multiplier backwards, and has a result for each of it forward. */
export function depthwiseCode(
  stencil: Stencil,
  sums: boolean,
  block: Block,
  taps: number,
  layout: Problem["layout"],
  inputs: readonly string[],
  uniforms: readonly string[],
  { bias, activation }: Finishing,
  { precision }: Setting,
): string {
  const [channels, height, width] = areaOf(block, stencil);
  const workgroupSize = block.channels * block.rows * block.columns;
  const channelsFirst = layout === "NCHW";
  const at = (channel: string, row: string | number, column: string | number) =>
    channelsFirst
      ? `${channel} * ${height * width} + (${row}) * ${width} + ${column}`
      : `((${row}) * ${width} + ${column}) * ${channels} + ${channel}`;
  const split = (index: string, [c, y, x]: readonly string[], [cs, ys, xs]: readonly number[]) =>
    channelsFirst
      ? `let ${x} = ${index} % ${xs}; let ${y} = ${index} / ${xs} % ${ys}; let ${c} = ${index} / ${xs! * ys!};`
      : `let ${c} = ${index} % ${cs}; let ${x} = ${index} / ${cs} % ${xs}; let ${y} = ${index} / ${cs! * xs!};`;

  const load = (channel: string) => `
for (var e = thread; e < ${channels * height * width}; e += ${workgroupSize}) {
  ${split("e", ["c", "y", "x"], [channels, height, width])}
  let channel = firstChannel + c;
  let seen = first + vec2<i32>(x, y);
  var value = 0.0;
  if (channel < u.channels && below(seen.y, u.sourceHeight) && below(seen.x, u.sourceWidth)) {
    value = source[image * u.sourceImage + (seen.y * u.sourceWidth + seen.x) * u.sourcePixel + (${channel}) * u.sourceChannel];
  }
  area[${at("c", "y", "x")}] = Stored(value);
}
workgroupBarrier();`;

  const start = stencil.cells.map((_, i) => `var sum${i} = 0.0;`).join("\n");
  const add = `
let kernel = (channel * u.multiplier + q) * ${taps};
${termsBySource(stencil.cells, (row, column) => `f32(area[own + ${at("0", row, column)}])`)}`;
  const write = (to: string, shift: string) => `
if (channel < u.channels) {
  ${stencil.cells
    .map(
      ({ row, column }, i) => `{
    let to = place + vec2<i32>(${column}, ${row});
    if (to.x < u.resultWidth && to.y < u.resultHeight) {
      result[image * u.resultImage + (to.y * u.resultWidth + to.x) * u.resultPixel + (${to}) * u.resultChannel] = activated(sum${i}${shift});
    }
  }`,
    )
    .join("\n  ")}
}`;

  return wgsl({
    precision,
    inputs,
    uniforms,
    workgroupSize,
    declarations: `
var<workgroup> area: array<Stored, ${channels * height * width}>;
${activationCode("activated", activation)}`,
    body: `
${digits(
  [
    ["columnTile", "u.columnTiles"],
    ["rowTile", "u.rowTiles"],
    ["channelBlock", "u.channelBlocks"],
  ],
  "image",
)}
${split("thread", ["c", "y", "x"], [block.channels, block.rows, block.columns])}
let firstChannel = channelBlock * ${channels};
let channel = firstChannel + c;
let corner = vec2<i32>(columnTile * ${block.columns}, rowTile * ${block.rows});
let first = corner * vec2<i32>(${stencil.step[1]}, ${stencil.step[0]}) + vec2<i32>(u.originX, u.originY);
let place = (corner + vec2<i32>(x, y)) * vec2<i32>(${stencil.size[1]}, ${stencil.size[0]});
let own = ${at("c", `y * ${stencil.step[0]}`, `x * ${stencil.step[1]}`)};
${
  sums
    ? `${start}
for (var q = 0; q < u.multiplier; q++) {
  workgroupBarrier();
  ${load("channel * u.multiplier + q")}
  ${add}
}
${write("channel", "")}`
    : `${load("channel")}
for (var q = 0; q < u.multiplier; q++) {
  ${start}
  ${add}
  let filters = channel * u.multiplier + q;
  ${write("filters", bias ? " + bias[filters]" : "")}
}`
}`,
  });
}

/** Every value of the source that is needed, once, and all that it goes into. */
function termsBySource(cells: readonly Cell[], read: (row: number, column: number) => string): string {
  const uses = new Map<string, { row: number; column: number; into: { sum: number; tap: number }[] }>();
  cells.forEach(({ terms }, sum) => {
    for (const { row, column, tap } of terms) {
      const use = uses.get(`${row} ${column}`) ?? { row, column, into: [] };
      use.into.push({ sum, tap });
      uses.set(`${row} ${column}`, use);
    }
  });
  const known = new Set<number>();
  const weight = (tap: number) =>
    known.has(tap) ? "" : (known.add(tap), `let tap${tap} = weight[kernel + ${tap}];\n`);
  return [...uses.values()]
    .sort((a, b) => a.row - b.row || a.column - b.column)
    .map(({ row, column, into }, i) => {
      const weights = into.map(({ tap }) => weight(tap)).join("");
      const sums = into.map(({ sum, tap }) => `sum${sum} = fma(value${i}, tap${tap}, sum${sum});`).join("\n");
      return `let value${i} = ${read(row, column)};\n${weights}${sums}`;
    })
    .join("\n");
}
