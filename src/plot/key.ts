import type { Layout } from "plotly.js-dist-min";

/** What a colour means. */
export interface KeyEntry {
  name: string;
  color: string;
  /** A square if it is left out. */
  mark?: string;
}

const lineHeight = 19;
const lineLength = 40;
const gap = "\u2002\u2002";

/**
 * What colours mean, in lines that fit the narrowest screen, above the axes at their right end. Plotly's own legend is not wider
 * than the axes, and so breaks into a line for each entry there.
 */
export function keyOver(entries: readonly KeyEntry[]): {
  annotation: NonNullable<Layout["annotations"]>[number];
  /** in pixels */
  height: number;
} {
  const lines: KeyEntry[][] = [];
  const lengthOf = (line: readonly KeyEntry[]) => line.reduce((sum, { name }) => sum + name.length + 4, 0);
  for (const entry of entries) {
    const last = lines.at(-1);
    if (last && lengthOf([...last, entry]) <= lineLength) last.push(entry);
    else lines.push([entry]);
  }
  const text = lines.map((line) => line.map(written).join(gap)).join("<br>");
  const place = { xref: "paper", x: 1, xanchor: "right", yref: "paper", y: 1, yanchor: "bottom", yshift: 4 } as const;
  return { annotation: { ...place, text, align: "left", showarrow: false }, height: lineHeight * lines.length };
}

const written = ({ name, color, mark = "■" }: KeyEntry) =>
  `<span style="color:${color}">${mark}</span> ${name.replaceAll(" ", "\u00a0")}`;
