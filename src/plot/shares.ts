import type { Data } from "plotly.js-dist-min";
import { checkNames } from "../arguments.ts";
import { refuse, show } from "../errors.ts";
import { Figure } from "./figure.ts";
import { keyOver } from "./key.ts";
import { coloursOf } from "./part-colours.ts";
import { frame, palette, wrap } from "./style.ts";

/** What each bar is called, and its parts by name: amounts of any unit. */
export type Parts = Readonly<Record<string, Readonly<Record<string, number>>>>;

const barHeight = 46;
// below which its number does not fit into a part on the narrowest screen
const smallest = 0.12;
// parts of these colours carry dark figures
const pale = new Set(["#e69f00", "#56b4e9", "#f0e442"]);

/**
 * What shares of a whole its parts have: a bar of the same length for each whole, its parts in percent. A part of the same name
 * has the same colour in all bars.
 *
 * @param wholes  names with amounts by name, whose sum is 100%
 * @throws  when there is no bar, there are more than seven names of parts, an amount is negative or not finite, or a sum is 0
 * @example
 * const kinds = { "1×1": 539_615_232, "depthwise 3×3": 17_399_808, "3×3": 10_838_016 };
 * await display(plot.shares({ MobileNet: kinds }, { title: "MACs by kind of layer" }));
 */
export function shares(wholes: Parts, options: { title?: string } = {}): Figure {
  checkNames("plot.shares", options, ["title"]);
  const { title } = options;
  const bars = Object.entries(wholes ?? {}).map(([name, parts]) => ({
    name,
    label: label(name),
    shares: sharesOf(name, parts),
  }));
  const names = [...new Set(bars.flatMap(({ shares }) => [...shares.keys()]))];
  if (bars.length === 0 || names.length > palette.length) {
    const received = bars.length === 0 ? "no bar" : `${names.length} kinds of parts`;
    refuse(
      "plot.shares",
      `bars of at most ${palette.length} kinds of parts`,
      received,
      "give { whole: { part: amount } }",
    );
  }
  const colours = coloursOf(names);
  const data = [...colours].map(([part, color]): Data => {
    const of = bars.map(({ shares }) => shares.get(part) ?? 0);
    return {
      type: "bar",
      orientation: "h",
      name: part,
      y: bars.map(({ label }) => label),
      x: of.map((share) => 100 * share),
      text: of.map((share) => (share < smallest ? "" : percent(share))),
      textposition: "inside",
      insidetextanchor: "middle",
      textangle: 0,
      textfont: { color: pale.has(color) ? "#222222" : "#ffffff", size: 13 },
      marker: { color, line: { color: "#ffffff", width: 1 } },
      hovertemplate: `${part}: %{x:.2f}%<extra>%{y}</extra>`,
    };
  });
  const key = keyOver([...colours].map(([name, color]) => ({ name, color })));
  return new Figure(
    data,
    {
      ...frame({ title, height: bars.length * barHeight + 46, legend: key.height }),
      barmode: "stack",
      bargap: 0.3,
      showlegend: false,
      annotations: [key.annotation],
      xaxis: {
        range: [0, 100],
        tickvals: [0, 25, 50, 75, 100],
        title: { text: "share of all, %", standoff: 8 },
        automargin: true,
        zeroline: false,
        gridcolor: "#e5e5e5",
      },
      yaxis: { automargin: true, autorange: "reversed", ticklabelstandoff: 6 },
    },
    `${title ?? "Shares"}: ${bars.map(({ name, shares }) => `${name} ${words(shares)}`).join("; ")}`,
  );
}

const label = (name: string) => wrap(name, 13).join("<br>");
const percent = (share: number) => `${(100 * share).toFixed(1)}%`;
const words = (shares: ReadonlyMap<string, number>) =>
  [...shares].map(([part, share]) => `${part} ${percent(share)}`).join(", ");

function sharesOf(name: string, parts: Readonly<Record<string, number>>): Map<string, number> {
  const amounts = Object.entries(parts ?? {});
  const wrong = amounts.find(([, amount]) => !Number.isFinite(amount) || amount < 0);
  const whole = amounts.reduce((sum, [, amount]) => sum + amount, 0);
  if (wrong || whole === 0) {
    refuse(
      "plot.shares",
      `amounts from 0 for ${name}, not all 0`,
      wrong ? show(wrong[1]) : show(parts),
      "give what was counted",
    );
  }
  return new Map(amounts.map(([part, amount]) => [part, amount / whole]));
}
