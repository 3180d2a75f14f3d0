import { storedBytes } from "./wgsl.ts";
import type { Precision } from "./pass.ts";

/**
 * How a workgroup takes part of a matrix product: it keeps [rows × depth] and [depth × columns] in its memory, in vectors of
 * four, and each invocation sums a block of them in registers, 8 × 8 where there is enough of both.
 */
export interface Tile {
  rows: number;
  columns: number;
  depth: number;
  /** Vectors of four along the rows and along the columns that an invocation sums. */
  block: readonly [number, number];
}

/**
 * The tile for a product. Small sizes get small tiles, so that little of a tile is empty; with few rows it takes the more columns,
 * up to 64 invocations: two warps, which leave each its 64 sums. Few tiles are made more by halving their columns.
 *
 * @param products  how many there are of this size; infinitely many where tiles need not be many
 */
export function tileFor(rows: number, columns: number, depth: number, products: number): Tile {
  const r = powerOfTwo(rows, 4, 64);
  let c = powerOfTwo(columns, 16, Math.min(256, 4096 / r));
  while (c > 32 && Math.ceil(rows / r) * Math.ceil(columns / c) * products * 64 < INVOCATIONS / 2) c /= 2;
  const vectors = Math.max(1, (r * c) / 1024);
  const along = vectors > 1 && r >= 8 ? 2 : 1;
  return { rows: r, columns: c, depth: powerOfTwo(depth, 4, c === 256 ? 8 : 16), block: [along, vectors / along] };
}

/** The least power of two that is no less than a size, within bounds. */
export const powerOfTwo = (size: number, least: number, most: number) =>
  Math.min(most, Math.max(least, 2 ** Math.ceil(Math.log2(size))));

/** Invocations along the rows and along the columns. */
export const invocations = ({ rows, columns, block }: Tile) => [rows / 4 / block[0], columns / 4 / block[1]] as const;

export const tileKey = ({ rows, columns, depth }: Tile) => `${rows}×${columns}×${depth}`;

/** Bytes of both parts. */
export const tileBytes = ({ rows, columns, depth }: Tile, precision: Precision) =>
  depth * (pitch(rows) + pitch(columns)) * 4 * storedBytes(precision);

/** Vectors from one step of the depth to the next: one is left free, so that a column of them lies in different banks. */
export const pitch = (size: number) => size / 4 + 1;

/**
 * Into how many parts a sum is split, each summed by workgroups of its own: where there are too few invocations to keep a GPU busy
 * and the sum is long. A pass more adds the parts, in their order.
 */
export function splitsFor(tiles: number, steps: number, workgroupSize: number): number {
  const wanted = INVOCATIONS / workgroupSize;
  if (tiles >= wanted / 2) return 1;
  return Math.max(1, Math.min(Math.ceil(wanted / Math.max(1, tiles)), Math.floor(steps / LONG)));
}

/** As many keep most GPUs busy, each with its 64 sums. */
const INVOCATIONS = 16_384;
/** Steps that are worth a part of their own. */
const LONG = 8;
