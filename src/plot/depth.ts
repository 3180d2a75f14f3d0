import type { Data, Layout } from "plotly.js-dist-min";
import { checkNames } from "../arguments.ts";
import { refuse, show } from "../errors.ts";
import { Figure } from "./figure.ts";
import { keyOver } from "./key.ts";
import { coloursOf } from "./part-colours.ts";
import { frame, palette, readable } from "./style.ts";

/** A layer and its cost, as `count.module` gives it. */
export interface LayerAtDepth {
  name: string;
  kind: string;
  macs: number | null;
  parameters: number;
}

const panelHeight = 150;
const gap = 44;
const quantities = [
  { key: "macs", axis: "y", title: "MACs" },
  { key: "parameters", axis: "y2", title: "parameters" },
] as const;

/**
 * Where over the depth of a network the cost sits: a column for each layer that multiplies, from the input to the output; above
 * its MACs, below its parameters, in the colour of its kind.
 *
 * @param layers  in the order in which they run; those without MACs, such as activations, are left out
 * @throws  when no layer has MACs, or there are more than seven kinds
 * @example
 * await display(plot.depth(count.module(models.vgg16()).layers, { title: "VGG-16" }));
 */
export function depth(layers: readonly LayerAtDepth[], options: { title?: string } = {}): Figure {
  checkNames("plot.depth", options, ["title"]);
  const { title } = options;
  const multiplying = (Array.isArray(layers) ? layers : []).flatMap(({ macs, ...layer }: LayerAtDepth) =>
    macs ? [{ ...layer, macs }] : [],
  );
  const kinds = [...new Set(multiplying.map(({ kind }) => kind))];
  if (multiplying.length === 0 || kinds.length > palette.length) {
    const received = multiplying.length === 0 ? show(layers) : `${kinds.length} kinds`;
    refuse(
      "plot.depth",
      `layers with MACs, of at most ${palette.length} kinds`,
      received,
      "give count.module(…).layers",
    );
  }
  const colours = coloursOf(kinds);
  const data = quantities.flatMap(({ key, axis, title }) =>
    [...colours].map(([kind, color]): Data => {
      const own = multiplying.map((layer, i) => ({ ...layer, number: i + 1 })).filter((layer) => layer.kind === kind);
      return {
        type: "bar",
        name: kind,
        x: own.map(({ number }) => number),
        y: own.map((layer) => layer[key]),
        yaxis: axis,
        text: own.map(({ name }) => name),
        textposition: "none",
        width: 0.85,
        marker: { color },
        hovertemplate: `layer %{x}, %{text}: %{y:,} ${title}<extra>${kind}</extra>`,
      };
    }),
  );
  const key = keyOver([...colours].map(([name, color]) => ({ name, color })));
  const pixels = 2 * panelHeight + gap;
  const axis = (name: string): Layout["yaxis"] => ({
    title: { text: name, standoff: 8 },
    automargin: true,
    rangemode: "tozero",
    exponentformat: "SI",
    nticks: 5,
    gridcolor: "#e5e5e5",
    zeroline: false,
  });
  return new Figure(
    data,
    {
      ...frame({ title, height: pixels + 46, legend: key.height }),
      barmode: "overlay", // no two kinds have a column at the same place
      showlegend: false,
      annotations: [key.annotation],
      xaxis: {
        title: { text: "layer, from the input to the output", standoff: 8 },
        anchor: "y2",
        automargin: true,
        range: [0.4, multiplying.length + 0.6],
        zeroline: false,
        showgrid: false,
      },
      yaxis: { ...axis("MACs"), domain: [(panelHeight + gap) / pixels, 1] },
      yaxis2: { ...axis("parameters"), domain: [0, panelHeight / pixels] },
    },
    `${title ?? "Cost over depth"}, ${multiplying.length} layers: ${quantities.map(({ key, title }) => `${title} ${largest(multiplying, key)}`).join("; ")}`,
  );
}

/** In words, the layer that has the most. */
function largest(
  layers: ReadonlyArray<{ kind: string; macs: number; parameters: number }>,
  key: "macs" | "parameters",
) {
  const most = Math.max(...layers.map((layer) => layer[key]));
  const at = layers.findIndex((layer) => layer[key] === most);
  const whole = layers.reduce((sum, layer) => sum + layer[key], 0);
  return `at most in layer ${at + 1} (${layers[at]!.kind}): ${readable(most)} of ${readable(whole)}`;
}
