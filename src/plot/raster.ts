import type { Datum } from "plotly.js-dist-min";
import type { FlatMaps } from "./maps.ts";

const longestSide = 256;

/** Maps whose sides are at most 256: larger ones are averaged over square blocks, so that a notebook stays small. */
export function shrink(maps: FlatMaps): FlatMaps {
  const block = Math.ceil(Math.max(maps.height, maps.width) / longestSide);
  if (block === 1) return maps;
  const [height, width] = [Math.ceil(maps.height / block), Math.ceil(maps.width / block)];
  const sums = new Float64Array(maps.channels * height * width);
  const counts = new Uint32Array(sums.length);
  for (let at = 0; at < maps.data.length; at++) {
    const x = Math.floor((at % maps.width) / block);
    const y = Math.floor((Math.floor(at / maps.width) % maps.height) / block);
    const cell = (Math.floor(at / (maps.width * maps.height)) * height + y) * width + x;
    sums[cell] = (sums[cell] ?? 0) + (maps.data[at] ?? 0);
    counts[cell] = (counts[cell] ?? 0) + 1;
  }
  return { data: sums.map((sum, cell) => sum / (counts[cell] ?? 1)), channels: maps.channels, height, width };
}

/**
 * Numbers in Plotly's typed-array form, a third of their size as JSON text. Plotly's own types do not know the form.
 * @see https://github.com/plotly/plotly.js/pull/5230
 */
export function typedArray(values: Uint8Array | Float32Array, shape: readonly number[]): Datum[][] {
  const bdata = Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString("base64");
  return { dtype: values instanceof Uint8Array ? "u1" : "f4", bdata, shape: shape.join(", ") } as unknown as Datum[][];
}
