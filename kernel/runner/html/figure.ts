import type { MimeBundle } from "../nbformat/notebook.ts";
import { packageText } from "./asset.ts";
import { dataUrl } from "./images.ts";

const PLOTLY = "application/vnd.plotly.v1+json";

export const isFigure = (data: MimeBundle): boolean => PLOTLY in data;

/** A Plotly figure that the page's script draws; where scripts do not run, its static picture if it has one. */
export function figure(data: MimeBundle): string {
  const png = data["image/png"];
  const still = typeof png === "string" ? `<noscript><img alt="" src="${dataUrl("image/png", png)}"></noscript>` : "";
  return `<div class="figure"><script type="application/json">${scriptJson(data[PLOTLY])}</script>${still}</div>`;
}

/** JSON that cannot end the script element around it. */
const scriptJson = (value: unknown) => JSON.stringify(value).replaceAll("<", String.raw`\u003c`);

/** Plotly and the drawing of every figure; empty on a page without figures. */
export function figureScript(body: string): string {
  if (!body.includes('<div class="figure"><script')) return "";
  return `<script>${packageText("plotly.js-dist-min/plotly.min.js")}</script>\n<script>${DRAW}</script>`;
}

const DRAW = `
for (const script of document.querySelectorAll(".figure > script")) {
  const { data, layout = {}, config = {}, frames = [] } = JSON.parse(script.textContent);
  const drawing = script.parentElement.appendChild(document.createElement("div"));
  if (layout.height) drawing.style.height = layout.height + "px";
  Plotly.newPlot(drawing, { data, layout, frames, config: { responsive: true, displaylogo: false, ...config } });
}`;
