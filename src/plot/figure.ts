import type { Config, Data, Frame, Layout } from "plotly.js-dist-min";
import { jupyterDisplay } from "../display.ts";

/**
 * A Plotly figure as plain data. As the last expression of a cell, or given to `display`, it shows itself.
 *
 * @example
 * const figure = new plot.Figure([{ type: "scatter", y: [1, 4, 9] }], { title: { text: "Squares" } }, "A curve that rises: 1, 4, 9");
 * await display(figure);
 * @see https://plotly.com/javascript/reference for data and layout
 */
export class Figure {
  readonly data: Data[];
  readonly layout: Partial<Layout>;
  readonly config: Partial<Config>;
  /** What the figure shows, in words: for readers who do not see it, and where no figure can be drawn. */
  readonly alt: string;
  /** The states between which the layout's buttons and sliders move, if there are some; each holds only what changes. */
  readonly frames?: Frame[];

  constructor(data: Data[], layout: Partial<Layout>, alt: string, frames: Frame[] = []) {
    this.data = data;
    this.layout = layout;
    this.config = { displaylogo: false };
    this.alt = alt;
    if (frames.length > 0) this.frames = frames;
  }

  /** The MIME bundle that Jupyter frontends draw. */
  [jupyterDisplay](): { "application/vnd.plotly.v1+json": object; "text/plain": string } {
    const { data, layout, config, alt, frames } = this;
    return { "application/vnd.plotly.v1+json": { data, layout, config, ...(frames && { frames }) }, "text/plain": alt };
  }
}
