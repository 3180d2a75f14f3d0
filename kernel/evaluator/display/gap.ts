import type { MimeBundle } from "../protocol.ts";

const PLOTLY = "application/vnd.plotly.v1+json";
/** What the renderer gives a figure that says nothing of it. */
const PLOTLY_HEIGHT = 360;

interface Figure {
  layout?: { height?: number };
}

export const isFigure = (data: MimeBundle): boolean => typeof data[PLOTLY] === "object" && data[PLOTLY] !== null;

/** JupyterLab's renderer of Plotly figures keeps the first that it has drawn: it has to go, and its place to stay, before another is drawn. */
export function gapFor(data: MimeBundle): { data: MimeBundle; metadata: MimeBundle } {
  const { height = PLOTLY_HEIGHT } = (data[PLOTLY] as Figure).layout ?? {};
  return { data: { "text/html": `<div style="height: ${Number(height)}px"></div>`, "text/plain": "" }, metadata: {} };
}
