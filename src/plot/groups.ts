import type { Layout } from "plotly.js-dist-min";
import { checkNames, toGroups, toWhole } from "../arguments.ts";
import { parameters } from "../article/formula.ts";
import { connections, nodes, weightMask, type Grouping } from "./connectivity.ts";
import { Figure } from "./figure.ts";
import { toAtMost, toSizes } from "./sizes.ts";
import { frame, hiddenAxis, readable } from "./style.ts";

export interface GroupsOptions {
  inChannels: number;
  outChannels: number;
  /** as in `nn.Conv2d`; of a list the first is drawn, and a slider leads to the others */
  groups: number | readonly number[];
  /** k of the k×k kernels that are counted; default 3 */
  kernelSize?: number;
  title?: string;
}

const most = 32;
const [left, right] = [0.46, 0.54];
const captions = 44;
const sliderHeight = 76;

/**
 * What the groups of a convolution connect. Left, lines from each input channel to the output channels that see it; right, the
 * weight as a matrix [C_out × C_in], whose coloured cells are k×k kernels and whose grey ones are not there: blocks along the
 * diagonal. Below, how many parameters that makes, without bias.
 *
 * @throws  when channels are not integers from 1 to 32, or groups do not divide them
 * @example
 * await display(plot.groups({ inChannels: 4, outChannels: 6, groups: 2 })); // 108 parameters
 * await display(plot.groups({ inChannels: 8, outChannels: 8, groups: [2, 1, 4, 8] })); // with a slider
 * @see https://docs.pytorch.org/docs/stable/generated/torch.nn.Conv2d.html
 */
export function groups(options: GroupsOptions): Figure {
  const who = "plot.groups";
  checkNames(who, options, ["inChannels", "outChannels", "groups", "kernelSize", "title"]);
  const [inChannels, outChannels] = [channels(options, "inChannels"), channels(options, "outChannels")];
  const kernelSize = toWhole(who, "kernelSize", options.kernelSize ?? 3, 1);
  const given = Array.isArray(options.groups) ? options.groups : [options.groups];
  const list = toSizes(who, "groups", given, [1, Infinity]);
  for (const groups of list) toGroups(who, groups, inChannels, outChannels);
  const active = list.indexOf(given[0]);
  const states = list.map((groups): Grouping => ({ inChannels, outChannels, groups }));
  const drawn = states.map((state) => [...connections(state), weightMask(state)]);
  const fixed = nodes(inChannels, outChannels);
  const visible = (shown: number) => [
    ...drawn.flatMap((traces, s) => traces.map(() => s === shown)),
    ...fixed.map(() => true),
  ];
  const first = visible(active);
  const annotations = states.map((state) => [...headings, caption(state, kernelSize)]);
  const slider = list.length > 1;
  const height = Math.max(
    150,
    Math.min(26, 420 / Math.max(inChannels, outChannels)) * Math.max(inChannels, outChannels),
  );
  const layout = frame({ title: options.title, height: height + captions + (slider ? sliderHeight : 0), legend: 22 });
  return new Figure(
    [...drawn.flat(), ...fixed].map((trace, i) => ({ ...trace, visible: first[i] ?? true })),
    {
      ...layout,
      margin: { ...layout.margin, b: 16 + captions + (slider ? sliderHeight : 0) },
      xaxis: { ...hiddenAxis, domain: [0, left], range: [-0.14, 1.14] },
      xaxis2: { ...hiddenAxis, domain: [right, 1], range: [-0.5, inChannels - 0.5] },
      yaxis: { ...hiddenAxis, range: [outChannels - 0.5, -0.5] },
      annotations: annotations[active] ?? [],
      ...(slider && {
        sliders: [
          {
            active,
            x: 0,
            len: 1,
            pad: { l: 8, r: 8, t: captions + 8, b: 0 },
            currentvalue: { prefix: "groups = ", xanchor: "left" },
            steps: states.map((state, s) => ({
              label: String(state.groups),
              method: "update",
              args: [{ visible: visible(s) }, { annotations: annotations[s] }],
            })),
          },
        ],
      }),
    },
    `${options.title ?? "Groups"}, ${inChannels} input and ${outChannels} output channels: ${states.map((state) => count(state, kernelSize).join(", ")).join("; ")}`,
  );
}

function channels(options: GroupsOptions, name: "inChannels" | "outChannels"): number {
  const remedy = "draw a smaller layer of the same kind, and count this one with count.conv2d";
  return toAtMost("plot.groups", name, options[name], most, remedy);
}

const plain = { showarrow: false, xref: "paper", yref: "paper" } as const;

const headings: NonNullable<Layout["annotations"]> = [
  { ...plain, text: "in → out channels", x: left / 2, xanchor: "center", y: 1, yanchor: "bottom", yshift: 2 },
  { ...plain, text: "weight [out × in]", x: (1 + right) / 2, xanchor: "center", y: 1, yanchor: "bottom", yshift: 2 },
];

function caption(state: Grouping, kernelSize: number): NonNullable<Layout["annotations"]>[number] {
  const text = count(state, kernelSize).join("<br>");
  return { ...plain, text, x: 0.5, xanchor: "center", y: 0, yanchor: "top", yshift: -6, align: "center" };
}

/** What the caption says, in two lines. */
function count({ inChannels, outChannels, groups }: Grouping, k: number): [string, string] {
  const size = [k, k] as const;
  const total = parameters({ inChannels, outChannels, groups, kernelSize: size, inputSize: size });
  const kind = groups === 1 ? "standard" : groups === inChannels ? "depthwise" : "grouped";
  const seen = `each output sees ${inChannels / groups} of ${inChannels} inputs`;
  return [
    `groups = ${groups}, ${kind}: ${seen}`,
    `${outChannels} · ${inChannels / groups} · ${k}×${k} = ${readable(total)} parameters`,
  ];
}
