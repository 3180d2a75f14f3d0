import type { Figure, Goal } from "./measurement.ts";
import type { PeerName } from "./peers.ts";
import { summarize, type Summary } from "../statistics.ts";

/** What was measured of a peer, and why there is not more of it. */
export interface Outcome {
  samples: number[];
  failure?: string;
}

/** A figure with what every peer reached. */
export interface Result extends Figure {
  name: string;
  outcomes: Partial<Record<PeerName, Outcome>>;
}

/** Whether a goal is reached, and what it came to. */
export interface Verdict {
  goal: string;
  /** The most that the figure may be, in its own unit. */
  limit?: number;
  /** In the goal's own terms: the figure, or how many times what the peer needs. */
  reached?: number;
  /** Undefined when there is nothing to compare. */
  passes?: boolean;
}

export function summaryOf({ outcomes }: Result, peer: PeerName): Summary | undefined {
  const samples = outcomes[peer]?.samples ?? [];
  return samples.length > 0 ? summarize(samples) : undefined;
}

/** How this kernel stands to each goal of a figure, by medians. */
export const verdictsOf = (result: Result): Verdict[] => result.goals.map((goal) => verdictOn(goal, result));

function verdictOn({ atMost, times }: Goal, result: Result): Verdict {
  const goal = times ? `≤ ${atMost}× ${times}` : `≤ ${atMost}${result.unit === "×" ? "×" : ` ${result.unit}`}`;
  const own = summaryOf(result, "sepconv")?.median;
  const unit = times ? summaryOf(result, times)?.median : 1;
  if (own === undefined || unit === undefined) return { goal };
  return { goal, limit: atMost * unit, reached: own / unit, passes: own / unit <= atMost };
}
