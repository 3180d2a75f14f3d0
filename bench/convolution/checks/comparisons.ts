import { number } from "../../number.ts";
import { geometricMean, isWide, peakOf, type Peaks, rateOf, ratioOf, type Result, timeOf } from "../report/results.ts";
import type { Verdict } from "../report/verdict.ts";

const OURS = "sepconv-wasm";

/** Two threads against one, on each layer that was measured on both. */
export function threadVerdicts(results: readonly Result[], threads: number): Verdict[] {
  return results.flatMap((one) => {
    if (one.section !== "goals" || one.threads !== 1) return [];
    const all = results.find(
      ({ section, title, threads }) => section === "goals" && title === one.title && threads > 1,
    );
    const [single, several] = [timeOf(one, OURS), all && timeOf(all, OURS)];
    if (!single || !several) return [];
    const ratio = single.median / several.median;
    const goal = threads === 2 ? { goal: "≥ 1.6×", met: ratio >= 1.6 } : { goal: "–" };
    return [{ title: `${threads} threads against one, ${one.title}`, measured: `${number(ratio)}×`, ...goal }];
  });
}

/** The product of matrices in a pointwise convolution against the bare loop, each in vectors of the same width. */
export const productVerdicts = (result: Result | undefined, { one }: Peaks): Verdict[] =>
  ([OURS, "sepconv-wasm-128"] as const).map((peer) => {
    const rate = result && rateOf(result, peer);
    const peak = peakOf(one, isWide(peer));
    const title = `matrix product of ${peer}, ${result?.title ?? "pointwise convolution"}`;
    const goal = `≥ 80% of the peak in vectors of ${isWide(peer) ? "256" : "128"} bits`;
    if (!rate || !peak) return { title, goal };
    const share = (rate * 1e9) / peak;
    return { title, goal, measured: `${number(rate)} GFLOP/s: ${number(100 * share)}%`, met: share >= 0.8 };
  });

/** What it gives that V8 joins two vectors of 128 bits into one of 256. */
export function revectorizationVerdict(results: readonly Result[]): Verdict {
  const ratios = results.flatMap((result) => ratioOf(result, OURS, "sepconv-wasm-128") ?? []);
  const title = "V8's 256-bit revectorization against none";
  if (ratios.length === 0) return { title, goal: "–" };
  const span = `${number(Math.min(...ratios))}× to ${number(Math.max(...ratios))}×`;
  return {
    title,
    goal: "–",
    measured: `${number(geometricMean(ratios))}× as fast (${span} over ${ratios.length} tasks)`,
  };
}
