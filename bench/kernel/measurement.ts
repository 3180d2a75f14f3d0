import type { Kernel } from "./kernel.ts";
import type { Peer, PeerName } from "./peers.ts";

/** A quantity, as the table shows it. */
export interface Figure {
  title: string;
  unit: "ms" | "MB" | "×";
  goals: readonly Goal[];
}

/** At most so much; with a peer, at most so many times what the peer needs. */
export interface Goal {
  atMost: number;
  times?: PeerName;
}

/** What one round of a measurement gets. */
export interface Round<Name extends string> {
  peer: Peer;
  /** How often a short thing is repeated in one kernel. */
  repetitions: number;
  /** Starts the peer's kernel, which ends with the round; `types: false` turns type checks off in a kernel that has the choice. */
  start: (options?: { types: boolean }) => Promise<Kernel>;
  record: (figure: Name, value: number) => void;
}

/** A thing to measure: the figures that it yields, and one round of it. A peer that throws has none of the figures not yet recorded. */
export interface Measurement<Name extends string> {
  figures: Readonly<Record<Name, Figure>>;
  measure: (round: Round<Name>) => Promise<void>;
}
