import { execFileSync } from "node:child_process";
import { cpus, platform, release } from "node:os";
import { join } from "node:path";
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
export function peaks(threads: number): Peaks {
  const measured = (threads: number): Peaks["one"] => {
    const argv = [join(import.meta.dirname, "peaks/main.ts"), `${threads}`];
    return JSON.parse(execFileSync(process.execPath, argv, { encoding: "utf8" })) as Peaks["one"];
  };
  return { one: measured(1), all: measured(threads) };
}
