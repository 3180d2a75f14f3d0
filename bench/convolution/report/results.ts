import { type Summary, summarize } from "../../statistics.ts";
import type { Outcomes } from "../measure.ts";
import type { Section } from "../options.ts";
import { isOurs, PEERS, type PeerName } from "../peers/peers.ts";
import type { Rate } from "../peaks/rates.ts";

/** What was measured at one task. */
export interface Result {
  section: Section;
  title: string;
  pass: string;
  threads: number;
  flops: number;
  /** Of its tensors, each moved once. */
  bytes?: number;
  networks?: string[];
  outcomes: Outcomes;
}

/** The most that the machine did, on one thread and on all. */
export interface Peaks {
  one: Partial<Record<Rate, number>>;
  all: Partial<Record<Rate, number>>;
}

/** Milliseconds of a peer that was timed. */
export function timeOf({ outcomes }: Result, peer: PeerName): Summary | undefined {
  const outcome = outcomes[peer];
  return outcome && outcome.failure === undefined && outcome.samples.length > 0
    ? summarize(outcome.samples)
    : undefined;
}

export function rateOf(result: Result, peer: PeerName): number | undefined {
  const time = timeOf(result, peer);
  return time && result.flops / time.median / 1e6;
}

/** How many times as fast the one is as the other. */
export function ratioOf(result: Result, one: PeerName, other: PeerName): number | undefined {
  const [mine, theirs] = [timeOf(result, one), timeOf(result, other)];
  return mine && theirs && theirs.median / mine.median;
}

/** The most multiply-adds in WebAssembly, flop/s: in vectors of 256 bits if a device computes in them, else of 128. */
export function peakOf({ fused, unfused, wide }: Peaks["one"], isWide: boolean): number | undefined {
  const narrow = fused ?? unfused;
  return isWide && wide !== undefined ? Math.max(wide, narrow ?? 0) : narrow;
}

/** Whether V8 joins vectors for a device of ours. */
export const isWide = (peer: PeerName): boolean => peer === "sepconv-wasm";

/** The fastest that is not ours. */
export function bestPeer(result: Result): PeerName | undefined {
  const others = PEERS.filter((name) => !isOurs(name) && timeOf(result, name) !== undefined);
  return others.sort((one, other) => timeOf(result, one)!.median - timeOf(result, other)!.median)[0];
}

export function geometricMean(numbers: readonly number[]): number {
  return Math.exp(numbers.reduce((sum, number) => sum + Math.log(number), 0) / numbers.length);
}
