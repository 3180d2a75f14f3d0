import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { drawPicture } from "../../picture.ts";
import { workshop } from "../../workshop.ts";
import type { machine } from "../machine.ts";
import { SECTIONS } from "../options.ts";
import type { PeerName } from "../peers/peers.ts";
import { goals } from "../work/goals.ts";
import { goalsFigure, layersFigure } from "./figures.ts";
import type { Peaks, Result } from "./results.ts";
import { goalsTable, networksTable, peaksTable, resultsTable, verdictsTable } from "./table.ts";
import { judge, type Verdict } from "./verdict.ts";

/** All that a run measured. */
export interface Report {
  machine: ReturnType<typeof machine>;
  versions: Record<string, string>;
  /** Peers that are not here, and why. */
  absent: ReadonlyMap<PeerName, string>;
  minutes: number;
  repetitions: number;
  peaks: Peaks;
  results: readonly Result[];
  verdicts: readonly Verdict[];
}

/** Writes JSON with every sample, Markdown and pictures, and prints the goals. */
export async function writeReport(report: Report): Promise<void> {
  const { machine, versions, absent, minutes, repetitions, peaks, results, verdicts } = report;
  const file = (name: string) => join(workshop, `convolution${name}`);
  const judged = goals().map((goal) => judge(goal, results));
  const whole = { date: new Date().toISOString(), ...report, absent: Object.fromEntries(absent), goals: judged };
  writeFileSync(file(".json"), `${JSON.stringify(whole, null, 2)}\n`);
  const { model, cores, system, node, threads } = machine;
  const isTimed = judged.some(({ ratio }) => ratio !== undefined);
  const head = [
    `${model}, ${cores} cores, ${system}, Node ${node}; ${repetitions} repetitions, ${minutes.toFixed(1)} minutes`,
    ...Object.entries(versions).map(([name, version]) => `- ${name}: ${version}`),
    ...[...absent].map(([name, why]) => `- without ${name}: ${why}`),
  ];
  const parts = [
    `${head.join("\n")}\n`,
    peaksTable(peaks, threads),
    ...(isTimed ? [goalsTable(judged)] : []),
    ...(verdicts.length > 0 ? [verdictsTable(verdicts)] : []),
  ];
  console.log(parts.join("\n"));
  const tables = SECTIONS.flatMap((section) => {
    const own = results.filter((result) => result.section === section);
    return own.length > 0 ? [`## ${section}\n\n${resultsTable(own, peaks)}`] : [];
  });
  writeFileSync(file(".md"), [...parts, networksTable(results), ...tables].join("\n"));
  if (isTimed) await drawPicture(goalsFigure(judged), file("-goals.png"));
  if (results.some(({ bytes }) => bytes)) await drawPicture(layersFigure(results, peaks), file("-layers.png"));
}
