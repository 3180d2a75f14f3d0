import { readFileSync } from "node:fs";
import { join } from "node:path";
import { difference, trusted } from "./agreement.ts";
import type { Crew } from "./crew.ts";
import type { PeerName } from "./peers/peers.ts";
import type { PeerProcess } from "./peers/process.ts";
import type { Task } from "./work/task.ts";

/** How often a task is done. */
export interface Extent {
  repetitions: number;
  /** A peer that has needed so long for a task is not asked for more of it. */
  budgetMs: number;
  /** Who does not answer so long is slower than is worth waiting for. */
  patienceMs: number;
}

/** What was measured of a peer at a task. */
export interface Outcome {
  threads?: number;
  layout?: string;
  /** Milliseconds of one run each. */
  samples: number[];
  /** From the result of the peer that is trusted, as a share of the largest value. */
  difference?: number;
  failure?: string;
}

export type Outcomes = Partial<Record<PeerName, Outcome>>;

interface Ready {
  name: PeerName;
  process: PeerProcess;
  outcome: Outcome;
  /** Of one run, about. */
  milliseconds: number;
}

/** How far a peer's result may be from another's, as a share of the largest value. */
const TOLERANCE = 1e-4;
/** A sample lasts at least so long, by as many runs as that takes. */
const SAMPLE_MS = 2;
/** A run that takes longer finds its tensors as far away as any: it needs none before it that does not count. */
const LONG_MS = 10;

/**
 * Lets peers do a task in turn, a sample each, so that whatever else the machine does meets all of them. Before that their
 * results are read and compared: who is wrong is not timed.
 *
 * @param folder  for results
 */
export async function measure(
  crew: Crew,
  task: Task,
  peers: readonly { name: PeerName; threads: number }[],
  { repetitions, budgetMs, patienceMs }: Extent,
  folder: string,
): Promise<Outcomes> {
  const outcomes: Outcomes = {};
  const ready: Ready[] = [];
  const fileOf = (name: PeerName) => join(folder, `${name}.f32`);
  for (const { name, threads } of peers) {
    const process = await crew.take(name, threads);
    if (process === undefined) continue;
    const outcome: Outcome = { samples: [] };
    outcomes[name] = outcome;
    try {
      const { layout, milliseconds } = await process.prepare(task, fileOf(name), patienceMs);
      Object.assign(outcome, { threads: process.threads, layout });
      ready.push({ name, process, outcome, milliseconds });
    } catch (error) {
      outcome.failure = (error as Error).message;
    }
  }
  compare(ready, fileOf);
  const left = new Set(ready.filter(({ outcome }) => outcome.failure === undefined));
  for (const peer of left) {
    if (peer.milliseconds <= budgetMs) continue;
    peer.outcome.samples.push(peer.milliseconds);
    left.delete(peer);
  }
  while (left.size > 0) {
    for (const peer of left) {
      try {
        await sample(peer);
      } catch (error) {
        peer.outcome.failure = (error as Error).message;
        left.delete(peer);
      }
      const { samples } = peer.outcome;
      const spent = samples.length * peer.milliseconds * runsOf(peer);
      if (samples.length >= repetitions || spent > budgetMs) left.delete(peer);
    }
  }
  return outcomes;
}

const runsOf = ({ milliseconds }: Ready) => Math.max(1, Math.ceil(SAMPLE_MS / milliseconds));

/** A sample, with the tensors in the caches again as if no other peer had had its turn. */
async function sample(peer: Ready): Promise<void> {
  if (peer.milliseconds < LONG_MS) await peer.process.measure(1);
  peer.outcome.samples.push(await peer.process.measure(runsOf(peer)));
}

function compare(ready: readonly Ready[], fileOf: (name: PeerName) => string): void {
  const reference = trusted(ready.map(({ name }) => name));
  if (reference === undefined) return;
  const expected = read(fileOf(reference));
  for (const { name, outcome } of ready) {
    outcome.difference = name === reference ? 0 : difference(read(fileOf(name)), expected);
    if (outcome.difference <= TOLERANCE) continue;
    outcome.failure = `its result is off ${reference}'s by ${outcome.difference.toExponential(1)} of the largest value`;
  }
}

function read(path: string): Float32Array {
  const { buffer, byteOffset, byteLength } = readFileSync(path);
  return new Float32Array(buffer.slice(byteOffset, byteOffset + byteLength));
}
