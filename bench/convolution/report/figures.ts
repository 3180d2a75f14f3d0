import { Figure } from "../../../src/plot/figure.ts";
import { palette } from "../../../src/plot/style.ts";
import { number } from "../../number.ts";
import { isOurs, PEERS, type PeerName } from "../peers/peers.ts";
import { type Peaks, peakOf, rateOf, type Result } from "./results.ts";
import type { Judged } from "./verdict.ts";

/** Ours are filled, peers of other runtimes open, as there are more peers than colours to tell apart. */
const markerOf = (peer: PeerName) => ({
  color: palette[PEERS.indexOf(peer) % palette.length]!,
  symbol: isOurs(peer) ? ("circle" as const) : ("diamond-open" as const),
});
const ROW_HEIGHT = 24;

/** How many times as fast as the peer each goal's device is, with quartiles, and how many times it is to be. */
export function goalsFigure(judged: readonly Judged[]): Figure {
  const shown = judged.filter(({ ratio }) => ratio !== undefined);
  const label = ({ title, device, against }: Judged) => `${title}: ${device} against ${against}`;
  const devices = PEERS.filter((name) => shown.some(({ device }) => device === name));
  const points = devices.map((name): Figure["data"][number] => {
    const own = shown.filter(({ device }) => device === name);
    return {
      type: "scatter",
      mode: "markers",
      name,
      x: own.map(({ ratio }) => ratio!),
      y: own.map(label),
      error_x: {
        type: "data",
        symmetric: false,
        array: own.map(({ ratio, spread }) => spread![1] - ratio!),
        arrayminus: own.map(({ ratio, spread }) => ratio! - spread![0]),
      },
      marker: { ...markerOf(name), size: 10 },
    };
  });
  const goals: Figure["data"][number] = {
    type: "scatter",
    mode: "markers",
    name: "goal: at least",
    x: shown.map(({ atLeast }) => atLeast),
    y: shown.map(label),
    marker: { symbol: "line-ns-open", color: "#333333", size: 16, line: { width: 2, color: "#333333" } },
  };
  const layout = {
    width: 1100,
    height: 150 + ROW_HEIGHT * shown.length,
    margin: { l: 520, r: 30, t: 50, b: 60 },
    xaxis: {
      type: "log" as const,
      title: { text: "times as fast as the peer" },
      tickvals: [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100],
    },
    yaxis: { type: "category" as const, range: [shown.length - 0.5, -0.5] as [number, number] },
    legend: { orientation: "h" as const, y: 1, yanchor: "bottom" as const, x: 0.5, xanchor: "center" as const },
  };
  return new Figure([...points, goals], layout, "How many times as fast as its peers this library is");
}

/** The roofline: the speed of each peer at each layer on one thread, over the operations for each byte of its tensors. */
export function layersFigure(results: readonly Result[], { one }: Peaks): Figure {
  const shown = results.filter(
    ({ bytes, threads, pass }) => bytes !== undefined && threads === 1 && pass === "forward",
  );
  const peers = PEERS.filter((name) => shown.some((result) => rateOf(result, name)));
  const points = peers.map((name): Figure["data"][number] => {
    const own = shown.filter((result) => rateOf(result, name));
    return {
      type: "scatter",
      mode: "markers",
      name,
      x: own.map(({ flops, bytes }) => flops / bytes!),
      y: own.map((result) => rateOf(result, name)!),
      text: own.map(({ title }) => title),
      marker: { ...markerOf(name), size: 8 },
    };
  });
  const intensities = shown.map(({ flops, bytes }) => flops / bytes!);
  const [least, most] = [Math.min(...intensities) / 1.5, Math.max(...intensities) * 1.5];
  const roof = roofOf(one, least, most);
  const layout = {
    width: 900,
    height: 620,
    xaxis: { type: "log" as const, title: { text: "operations for each byte of input, weights and output" } },
    yaxis: { type: "log" as const, title: { text: "GFLOP/s" } },
    legend: { orientation: "h" as const, y: 1, yanchor: "bottom" as const },
  };
  return new Figure(
    [...roof, ...points],
    layout,
    "Speed of each layer, forward, on one thread, over its arithmetic intensity",
  );
}

/** What WebAssembly's vectors and the memory allow at most: a roof for each width of the vectors. */
function roofOf(one: Peaks["one"], least: number, most: number): Figure["data"] {
  const bandwidth = (one.triad ?? 0) / 1e9;
  return [true, false].flatMap((isWide) => {
    const peak = (peakOf(one, isWide) ?? 0) / 1e9;
    if (peak === 0 || bandwidth === 0 || (isWide && one.wide === undefined)) return [];
    const x = [least, peak / bandwidth, most].filter((at) => at >= least && at <= most);
    return {
      type: "scatter" as const,
      mode: "lines" as const,
      name: `WebAssembly in ${isWide ? "256" : "128"} bits: ${number(peak)} GFLOP/s, ${number(bandwidth)} GB/s`,
      x,
      y: x.map((at) => Math.min(peak, at * bandwidth)),
      line: { color: isWide ? "#333333" : "#999999", width: 2 },
    };
  });
}
