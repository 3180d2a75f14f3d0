/**
 * What is measured of the machine: multiply-adds in one instruction, the same with V8 joining two vectors into one of 256 bits,
 * and in two instructions, in flop/s; STREAM's triad and a copy, in bytes/s.
 */
export type Rate = "fused" | "wide" | "unfused" | "triad" | "copy";

/** The best of so many windows counts. */
export const WINDOWS = 20;
export const WINDOW_MS = 40;

/** What a thread of a measurement is told. */
export interface Assignment {
  what: Rate;
  threads: number;
  /** Of one array of the triad or the copy, in all threads together. */
  bytes: number;
  /** How many threads have come to the beginning of a window, all windows together: they begin each at once. */
  arrived: SharedArrayBuffer;
}
