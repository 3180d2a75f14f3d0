import type { Data } from "plotly.js-dist-min";
import { checkNames } from "../arguments.ts";
import { refuse, show } from "../errors.ts";
import { Figure } from "./figure.ts";
import { placeLabels } from "./labels.ts";
import { forms } from "./forms.ts";
import { keyOver } from "./key.ts";
import { frame, narrowest, palette, readable } from "./style.ts";

/** A network, what it costs, and how often its first answer is right. */
export interface AccuracyPoint {
  name: string;
  macs: number;
  /** top-1, in percent */
  accuracy: number;
}

const height = 420;
const axes = 62; // pixels for the numbers on the left

/**
 * Accuracy over MACs on a logarithmic axis: a point for each network, named where there is room, in the colour and form of its
 * family.
 *
 * @param families  names with points
 * @throws  when there is no point, there are more than seven families, MACs are not above 0 or an accuracy is not from 0 to 100
 * @example
 * const { macs } = count.module(models.mobilenetV1());
 * await display(plot.accuracy({ separable: [{ name: "MobileNet", macs, accuracy: 70.6 }] }));
 * @see Howard et al. 2017, arXiv 1704.04861, figure 4
 */
export function accuracy(
  families: Readonly<Record<string, readonly AccuracyPoint[]>>,
  options: { title?: string } = {},
): Figure {
  checkNames("plot.accuracy", options, ["title"]);
  const { title } = options;
  const entries = Object.entries(families ?? {});
  const points = entries.flatMap(([family, own]) => own.map((point) => ({ ...point, family })));
  check(points, entries.length);
  const x = range(
    points.map(({ macs }) => Math.log10(macs)),
    0.1,
  );
  const y = range(
    points.map(({ accuracy }) => accuracy),
    0.06,
  );
  const across = (narrowest - axes - 24) / (x[1] - x[0]);
  const up = height / (y[1] - y[0]);
  const places = placeLabels(
    points.map(({ name, macs, accuracy }) => ({
      text: name,
      x: (Math.log10(macs) - x[0]) * across,
      y: (y[1] - accuracy) * up,
    })),
    { width: narrowest - axes - 24, height },
  );
  const data = entries.map(([family], k): Data => {
    const own = points.flatMap((point, i) => (point.family === family ? [{ ...point, place: places[i] }] : []));
    return {
      type: "scatter",
      mode: "text+markers",
      name: family,
      x: own.map(({ macs }) => macs),
      y: own.map(({ accuracy }) => accuracy),
      text: own.map(({ name, place }) => (place === undefined ? "" : name)),
      textposition: own.map(({ place = "top center" }) => place),
      textfont: { size: 11 },
      hovertext: own.map(({ name }) => name),
      hovertemplate: "%{hovertext}: %{y}% at %{x:.3~s} MACs<extra></extra>",
      marker: { color: palette[k]!, symbol: forms[k]!.symbol, size: 9 },
    };
  });
  const key = keyOver(entries.map(([name], k) => ({ name, color: palette[k]!, mark: forms[k]!.mark })));
  return new Figure(
    data,
    {
      ...frame({ title, height: height + 46, legend: key.height }),
      showlegend: false,
      annotations: [key.annotation],
      xaxis: {
        type: "log",
        range: x,
        exponentformat: "SI",
        dtick: 1,
        title: { text: "MACs of one image (logarithmic)", standoff: 8 },
        automargin: true,
        gridcolor: "#e5e5e5",
        zeroline: false,
      },
      yaxis: {
        range: y,
        ticksuffix: "%",
        title: { text: "top-1 accuracy", standoff: 8 },
        automargin: true,
        gridcolor: "#e5e5e5",
        zeroline: false,
      },
    },
    `${title ?? "Accuracy over MACs"}: ${entries.map(([family, own]) => `${family}: ${own.map(words).join(", ")}`).join("; ")}`,
  );
}

const words = ({ name, macs, accuracy }: AccuracyPoint) => `${name} ${accuracy}% at ${readable(macs / 1e6)} million`;

function check(points: readonly AccuracyPoint[], families: number): void {
  if (points.length === 0 || families > palette.length) {
    refuse(
      "plot.accuracy",
      `points in at most ${palette.length} families`,
      show(families),
      "give { family: [{ name, macs, accuracy }] }",
    );
  }
  for (const { name, macs, accuracy } of points) {
    if (!(macs > 0 && macs < Infinity && accuracy >= 0 && accuracy <= 100)) {
      refuse(
        "plot.accuracy",
        `MACs above 0 and an accuracy from 0 to 100 for ${name}`,
        `${macs} and ${accuracy}`,
        "give percent",
      );
    }
  }
}

/** From the least to the most, and a share of that beyond both. */
function range(values: readonly number[], beyond: number): [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = (high - low || 1) * beyond;
  return [low - room, high + room];
}
