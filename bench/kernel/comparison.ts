import { Figure } from "../../src/plot/figure.ts";
import { number } from "../number.ts";
import { PEERS, type PeerName } from "./peers.ts";
import { type Result, summaryOf, verdictsOf } from "./results.ts";

export const COLOURS: Record<PeerName, string> = { sepconv: "#0072b2", tslab: "#d55e00", deno: "#009e73" };
const ROW_HEIGHT = 40;

interface Row {
  result: Result;
  own: number;
  label: string;
}

/** How many times our own figures the peers' are, with quartiles and the goals, on a logarithmic axis; at the right what a peer cannot do. */
export function comparison(results: readonly Result[]): Figure {
  const rows = results.flatMap((result): Row[] => {
    const own = summaryOf(result, "sepconv")?.median;
    return own === undefined ? [] : [{ result, own, label: `${result.title} (${number(own)} ${result.unit})` }];
  });
  const layout = {
    width: 1200,
    height: 150 + ROW_HEIGHT * rows.length,
    margin: { l: 360, r: 330, t: 50, b: 60 },
    xaxis: {
      type: "log" as const,
      title: { text: "times our own: more is slower or larger" },
      tickvals: [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100],
    },
    yaxis: { autorange: "reversed" as const, type: "category" as const },
    legend: { orientation: "h" as const, y: 1, yanchor: "bottom" as const, x: 0.5, xanchor: "center" as const },
    annotations: rows.flatMap(failures),
  };
  return new Figure(
    [...PEERS.map((peer) => points(peer, rows)), goals(rows)],
    layout,
    "How many times our own figures the peers' are",
  );
}

function points(peer: PeerName, rows: readonly Row[]): Figure["data"][number] {
  const shown = rows.flatMap(({ result, own, label }) => {
    const summary = summaryOf(result, peer);
    return summary ? [{ label, own, ...summary }] : [];
  });
  return {
    type: "scatter",
    mode: "markers",
    name: peer,
    x: shown.map(({ median, own }) => median / own),
    y: shown.map(({ label }) => label),
    error_x: {
      type: "data",
      symmetric: false,
      array: shown.map(({ upper, median, own }) => (upper - median) / own),
      arrayminus: shown.map(({ lower, median, own }) => (median - lower) / own),
    },
    marker: { color: COLOURS[peer], size: 11 },
  };
}

/** Ours reaches a goal when its point, at 1, is not right of the goal's. */
function goals(rows: readonly Row[]): Figure["data"][number] {
  const marks = rows.flatMap(({ result, own, label }) =>
    verdictsOf(result).flatMap(({ limit }) => (limit === undefined ? [] : [{ x: limit / own, label }])),
  );
  return {
    type: "scatter",
    mode: "markers",
    name: "goal for sepconv: at most",
    x: marks.map(({ x }) => x),
    y: marks.map(({ label }) => label),
    marker: { symbol: "line-ns-open", color: "#333", size: 20, line: { width: 2, color: "#333" } },
  };
}

function failures({ result, label }: Row): object[] {
  const text = PEERS.flatMap((peer) => {
    const failure = result.outcomes[peer]?.failure;
    return failure === undefined ? [] : [`${peer}: ${failure}`];
  });
  if (text.length === 0) return [];
  const place = { xref: "paper", x: 1.01, xanchor: "left", y: label, align: "left", showarrow: false };
  return [{ ...place, text: text.join("<br>"), font: { size: 10 } }];
}
