import { number } from "../../number.ts";
import { isOurs, PEERS, type PeerName } from "../peers/peers.ts";
import {
  bestPeer,
  geometricMean,
  isWide,
  peakOf,
  type Peaks,
  rateOf,
  ratioOf,
  type Result,
  timeOf,
} from "./results.ts";
import { isMet, type Judged, type Verdict } from "./verdict.ts";

const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |\n`;
const markdown = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [head, head.map(() => "---"), ...rows].map(row).join("");

/** Goals of ratios: what is to be reached, and what was. */
export function goalsTable(judged: readonly Judged[]): string {
  const rows = judged.map((goal) => [
    goal.title,
    `${goal.device} ≥ ${goal.atLeast}× ${goal.against}`,
    goal.ratio === undefined ? "–" : `${number(goal.ratio)}× (${goal.spread!.map(number).join("–")})`,
    yesOrNo(isMet(goal)),
  ]);
  return markdown(["layer, batch 1, one thread", "goal", "measured (quartiles)", "met"], rows);
}

export function verdictsTable(verdicts: readonly Verdict[]): string {
  const rows = verdicts.map(({ title, goal, measured = "–", met }) => [title, goal, measured, yesOrNo(met)]);
  return markdown(["what", "goal", "measured", "met"], rows);
}

const yesOrNo = (met: boolean | undefined) => (met === undefined ? "–" : met ? "yes" : "**no**");

export function peaksTable({ one, all }: Peaks, threads: number): string {
  const rows: [string, keyof Peaks["one"], string][] = [
    ["multiply-add in one instruction (relaxed SIMD)", "fused", "GFLOP/s"],
    ["the same, two vectors joined into one of 256 bits by V8", "wide", "GFLOP/s"],
    ["product and sum", "unfused", "GFLOP/s"],
    ["triad, a = b + 3c", "triad", "GB/s"],
    ["copy", "copy", "GB/s"],
  ];
  const cell = (rate: number | undefined, unit: string) => (rate === undefined ? "–" : `${number(rate / 1e9)} ${unit}`);
  return markdown(
    ["WebAssembly, vectors of 128 bits", "one thread", `${threads} threads`],
    rows.map(([title, rate, unit]) => [title, cell(one[rate], unit), cell(all[rate], unit)]),
  );
}

/** GFLOP/s with the quartiles of the times; behind ours the share of the best peer's and of the machine's peak. */
export function resultsTable(results: readonly Result[], peaks: Peaks): string {
  const peers = PEERS.filter((name) => results.some(({ outcomes }) => outcomes[name]));
  const rows = results.map((result) => [
    `${result.title}, ${result.threads === 1 ? "1 thread" : `${result.threads} threads`}`,
    ...peers.map((peer) => cell(result, peer, peaks)),
  ]);
  return markdown(["GFLOP/s", ...peers], rows);
}

function cell(result: Result, peer: PeerName, peaks: Peaks): string {
  const outcome = result.outcomes[peer];
  const time = timeOf(result, peer);
  if (outcome === undefined) return "–";
  if (time === undefined) return (outcome.failure ?? "–").replaceAll("|", "\\|");
  const spread = time.count > 1 ? `${number(time.lower)}–${number(time.upper)}` : number(time.median);
  const few = time.count < 20 ? `, n = ${time.count}` : "";
  const threads = outcome.threads && outcome.threads !== result.threads ? `, ${outcome.threads} thread` : "";
  const measured = `**${number(rateOf(result, peer)!)}** (${spread} ms${few}, ${outcome.layout}${threads})`;
  return isOurs(peer) ? `${measured}${standing(result, peer, peaks)}` : measured;
}

/** How many times as fast as each peer that was timed, the best first named, and the share of the peak. */
function standing(result: Result, peer: PeerName, peaks: Peaks): string {
  const best = bestPeer(result);
  const peak = peakOf(result.threads === 1 ? peaks.one : peaks.all, isWide(peer));
  const others = PEERS.filter((name) => !isOurs(name) && name !== best && timeOf(result, name));
  const ratios = [...(best ? [best] : []), ...others].map(
    (other) => `${number(ratioOf(result, peer, other)!)}× ${other}`,
  );
  const share =
    peer.startsWith("sepconv-wasm") && peak ? [`${number((100 * rateOf(result, peer)! * 1e9) / peak)}% of peak`] : [];
  return [...ratios, ...share].map((text) => `; ${text}`).join("");
}

/** The geometric mean, over the layers of each network, of how many times as fast as each peer ours is. */
export function networksTable(results: readonly Result[]): string {
  const layers = results.filter(({ networks }) => networks !== undefined);
  const ours = PEERS.filter((name) => isOurs(name) && layers.some((result) => timeOf(result, name)));
  const others = PEERS.filter((name) => !isOurs(name) && layers.some((result) => timeOf(result, name)));
  const groups = Map.groupBy(
    layers.flatMap((result) => result.networks!.map((network) => ({ network, result }))),
    ({ network, result: { pass, threads } }) =>
      `${network}, ${pass}, ${threads === 1 ? "batch 1, one thread" : `batch 8, ${threads} threads`}`,
  );
  const rows = [...groups].flatMap(([title, members]) =>
    ours.map((device) => [
      title,
      device,
      ...others.map((peer) => {
        const ratios = members.flatMap(({ result }) => ratioOf(result, device, peer) ?? []);
        return ratios.length > 0 ? `${number(geometricMean(ratios))}× (${ratios.length})` : "–";
      }),
    ]),
  );
  return rows.length > 0 ? markdown(["times as fast as, geometric mean (layers)", "device", ...others], rows) : "";
}
