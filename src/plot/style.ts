import type { Layout } from "plotly.js-dist-min";

/** Okabe and Ito's colours, which people of every colour vision tell apart: https://jfly.uni-koeln.de/color */
export const palette = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442"];

/** Negative blue, zero white, positive vermilion. */
export const diverging: [number, string][] = [
  [0, "#0072b2"],
  [0.5, "#ffffff"],
  [1, "#d55e00"],
];

/** The narrowest screen that a figure is laid out for, in pixels. */
export const narrowest = 360;

const margin = 16;
const titleLine = 22;

/** An axis of pixels: no ticks, only a thin frame around the picture, whose cells stay square. */
export const pixelAxis = {
  showticklabels: false,
  ticks: "",
  showgrid: false,
  zeroline: false,
  showline: true,
  mirror: true,
  linecolor: "#bbbbbb",
  constrain: "domain",
} as const;

/** An axis of a drawing that has coordinates of its own. */
export const hiddenAxis = { visible: false, fixedrange: true } as const;

interface Frame {
  title?: string | undefined;
  /** pixels below the title */
  height: number;
  /** pixels between the title and the axes, for a legend */
  legend?: number;
}

/** The house style: dark on white in light and dark themes, the title wrapped so that a narrow screen does not cut it. */
export function frame({ title, height, legend = 0 }: Frame): Partial<Layout> {
  const lines = title ? wrap(title, 36) : [];
  const top = margin + lines.length * titleLine + 12 + legend;
  return {
    ...(title && {
      title: {
        text: lines.join("<br>"),
        font: { size: 17 },
        x: 0,
        xanchor: "left",
        xref: "container",
        y: 1,
        yanchor: "top",
        yref: "container",
        pad: { t: 12 + (lines.length - 1) * titleLine, l: margin }, // Plotly anchors the last line
      },
    }),
    font: { family: "Open Sans, Verdana, Arial, sans-serif", size: 13, color: "#222222" },
    paper_bgcolor: "#ffffff",
    plot_bgcolor: "#ffffff",
    colorway: palette,
    margin: { t: top, r: margin, b: margin, l: margin },
    height: top + height + margin,
  };
}

/** Lines of at most `width` characters, broken at spaces; a longer word has a line of its own. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** The size of type, at most `largest`, at which every text fits into a cell so many pixels wide. */
export function typeIn(cell: number, texts: readonly string[], largest: number): number {
  const longest = Math.max(...texts.map((text) => text.length));
  return Math.min(largest, Math.floor(cell / (0.65 * (longest + 1))));
}

/** A number as a reader wants it: thousands parted, fractions to a few digits, a true minus sign. */
export function readable(value: number, significant = 3): string {
  const digits = Number.isInteger(value) ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: significant };
  return value.toLocaleString("en-US", digits).replace("-", "−");
}
