import { invocations, pitch, type Tile } from "./tile.ts";
import { each } from "./wgsl.ts";

/** Which of neighbouring invocations' reads lie beside each other in memory: those along the depth, or along the rows or columns. */
export type Along = "depth" | "breadth";

/**
 * The code of a matrix product that is tiled in workgroup memory and blocked in registers.
 *
 * A vector of four in a tile holds sizes a quarter of the tile apart: s, s + S, s + 2S, s + 3S. So neighbouring invocations read
 * and write neighbours in memory, one by one, and still take four at a time from the tile.
 */
export function product(tile: Tile) {
  const [rowThreads, columnThreads] = invocations(tile);
  const [rowVectors, columnVectors] = tile.block;
  const sums = (text: (row: number, column: number) => string) =>
    each(rowVectors * 4, (row) => each(columnVectors, (column) => text(row, column)));

  const workgroupSize = rowThreads * columnThreads;

  return {
    workgroupSize,

    declarations: `
var<workgroup> rowTile: array<vec4<Stored>, ${tile.depth * pitch(tile.rows)}>;
var<workgroup> columnTile: array<vec4<Stored>, ${tile.depth * pitch(tile.columns)}>;`,

    /** Sums that start at zero; invocations that write neighbours are neighbours. */
    start: (writes: "rows" | "columns") => `
let rowThread = ${writes === "rows" ? `thread % ${rowThreads}` : `thread / ${columnThreads}`};
let columnThread = ${writes === "rows" ? `thread / ${rowThreads}` : `thread % ${columnThreads}`};
${sums((row, column) => `var sum_${row}_${column} = vec4<f32>(0.0);`)}`,

    /**
     * Fills a tile with what `read` gives for a row or column of the tile and a step of the depth. Along the breadth an
     * invocation meets four of them alone, one for each part: `nearby` reads once what is known of them.
     */
    fill(name: "row" | "column", along: Along, read: (place: string, depth: string, part: number) => string) {
      const vectors = (name === "row" ? tile.rows : tile.columns) / 4;
      const values = each(4, (part) => read(`(s + ${part * vectors})`, "k", part), ",\n    ");
      const write = `${name}Tile[k * ${pitch(vectors * 4)} + s] = vec4<Stored>(vec4<f32>(\n    ${values}));`;
      if (along === "breadth") {
        return `
for (var k = thread / ${vectors}; k < ${tile.depth}; k += ${workgroupSize / vectors}) {
  let s = thread % ${vectors};
  ${write}
}`;
      }
      return `
for (var e = thread; e < ${tile.depth * vectors}; e += ${workgroupSize}) {
  let k = e % ${tile.depth};
  let s = e / ${tile.depth};
  ${write}
}`;
    },

    /** Names near0 … near3 what a table says of the columns that an invocation fills along the breadth. */
    nearby: (table: string) =>
      each(4, (part) => `let near${part} = ${table}[thread % ${tile.columns / 4} + ${(part * tile.columns) / 4}];`),

    /** Adds the product of the two tiles to the sums. */
    accumulate: `
for (var k = 0; k < ${tile.depth}; k++) {
  ${each(rowVectors, (i) => `let row${i} = vec4<f32>(rowTile[k * ${pitch(tile.rows)} + rowThread + ${i * rowThreads}]);`)}
  ${each(columnVectors, (i) => `let column${i} = vec4<f32>(columnTile[k * ${pitch(tile.columns)} + columnThread + ${i * columnThreads}]);`)}
  ${sums((row, column) => `sum_${row}_${column} = fma(vec4<f32>(row${row >> 2}[${row & 3}]), column${column}, sum_${row}_${column});`)}
}`,

    /** Names the columns of the sums by what `place` says of them, then writes each row's sums by `write`. */
    finish(
      place: (column: string) => string,
      enter: (row: string) => string,
      write: (sum: string, place: string) => string,
    ) {
      const columns = Array.from({ length: columnVectors * 4 }, (_, i) => [i >> 2, i & 3] as const);
      return `
${columns.map(([v, part]) => `let place_${v}_${part} = ${place(`columnThread + ${v * columnThreads + (part * tile.columns) / 4}`)};`).join("\n")}
${each(
  rowVectors * 4,
  (row) => `{
  ${enter(`rowThread + ${(row >> 2) * rowThreads + ((row & 3) * tile.rows) / 4}`)}
  ${columns.map(([v, part]) => write(`sum_${row}_${v}[${part}]`, `place_${v}_${part}`)).join("\n  ")}
}`,
)}`;
    },
  };
}
