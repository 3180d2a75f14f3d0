import { execFileSync } from "node:child_process";
import { cpus, platform, release } from "node:os";
import { join } from "node:path";
import type { Rate } from "./peaks/rates.ts";
import type { Peaks } from "./report/results.ts";

/** What the figures are of. */
export function machine(threads: number): {
  cores: number;
  threads: number;
  model: string;
  system: string;
  node: string;
} {
  const { model } = cpus()[0]!;
  return { cores: cpus().length, threads, model, system: `${platform()} ${release()}`, node: process.version };
}

/** The most that the machine does, measured in processes of their own. */
export const peaks = (threads: number): Peaks => ({ one: peaksOf(1), all: peaksOf(threads) });

/** V8 joins two vectors of 128 bits into one of 256 by its optimizing compiler alone. */
const WIDE = ["--experimental-wasm-revectorize", "--no-liftoff", "--no-wasm-lazy-compilation"];

function peaksOf(threads: number): Peaks["one"] {
  const measured = (rates: Rate[], flags: string[] = []): Peaks["one"] => {
    const argv = [...flags, join(import.meta.dirname, "peaks/main.ts"), `${threads}`, ...rates];
    return JSON.parse(execFileSync(process.execPath, argv, { encoding: "utf8" })) as Peaks["one"];
  };
  const narrow = measured(["fused", "unfused", "triad", "copy"]);
  return process.arch === "x64" ? { ...narrow, ...measured(["wide"], WIDE) } : narrow;
}
