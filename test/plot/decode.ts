import type { Data } from "plotly.js-dist-min";

/** The numbers of Plotly's typed-array form, row by row, as its specification reads. */
export function decode(trace: Data | undefined): { values: number[]; shape: number[] } {
  const { dtype, bdata, shape } = (trace as { z: { dtype: "u1" | "f4"; bdata: string; shape: string } }).z;
  const bytes = Buffer.from(bdata, "base64");
  const length = bytes.length / (dtype === "u1" ? 1 : 4);
  const at = (i: number) => (dtype === "u1" ? bytes.readUInt8(i) : bytes.readFloatLE(4 * i));
  return { values: Array.from({ length }, (_, i) => at(i)), shape: shape.split(", ").map(Number) };
}
