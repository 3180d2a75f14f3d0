import { number } from "../number.ts";
import { PEERS, type PeerName } from "./peers.ts";
import { type Result, summaryOf, type Verdict, verdictsOf } from "./results.ts";

/** The results as a Markdown table: medians, the quartiles around them, how many times our own median, and the goals. */
export function table(results: readonly Result[]): string {
  const rows = results.map((result) => [
    result.title,
    ...PEERS.map((peer) => cell(result, peer)),
    verdictsOf(result).map(verdict).join("; "),
  ]);
  const head = ["", ...PEERS, "goal for sepconv"];
  return [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |\n`).join("");
}

function cell(result: Result, peer: PeerName): string {
  const summary = summaryOf(result, peer);
  const failure = result.outcomes[peer]?.failure?.replaceAll("\n", " ").replaceAll("|", "\\|");
  if (!summary) return failure ?? "–";
  const own = summaryOf(result, "sepconv")?.median;
  const unit = result.unit === "×" ? "×" : ` ${result.unit}`;
  const spread = `${number(summary.lower)}–${number(summary.upper)}`;
  const ratio = peer === "sepconv" || own === undefined ? "" : `, ${number(summary.median / own)}× ours`;
  return `**${number(summary.median)}${unit}** (${spread})${ratio}${failure === undefined ? "" : `; then ${failure}`}`;
}

function verdict({ goal, reached, passes }: Verdict): string {
  if (reached === undefined) return `${goal}: nothing to compare`;
  return `${goal}: ${passes ? "pass" : "**miss**"} (${number(reached)})`;
}
