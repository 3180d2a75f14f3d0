import type { CellOutput, MimeBundle, Notebook } from "../../../../kernel/runner/nbformat/notebook.ts";
import type { Bounds } from "../../../../kernel/runner/still/bounded.ts";
import { Stills } from "../../../../kernel/runner/still/stills.ts";
import { code, notebookOf } from "../sepconv.ts";

export const FIGURE = "application/vnd.plotly.v1+json";
export const bars = {
  data: [{ type: "bar", y: [1, 3], marker: { color: ["#ff0000", "#0000ff"] } }],
  layout: { height: 240 },
};
const green = [0, 1].map((at) => [at, "#00ff00"]);
const unlit = { ambient: 1, diffuse: 0, specular: 0, fresnel: 0 };
export const surface = {
  data: [
    {
      type: "surface",
      z: [
        [1, 2],
        [3, 4],
      ],
      colorscale: green,
      lighting: unlit,
    },
  ],
  layout: {},
};
export const refused = { data: [{ type: "bar", y: [1, 3] }], layout: { height: -7 } };

export const display = (figure: object): CellOutput => ({
  output_type: "display_data",
  data: { [FIGURE]: figure, "text/plain": "f" },
  metadata: {},
});
export const cellShowing = (figure: object) =>
  `({ [Symbol.for("Jupyter.display")]: () => (${JSON.stringify({ [FIGURE]: figure, "text/plain": "f" })}) })`;
export const showing = (...figures: object[]) => notebookOf({ ...code("1"), outputs: figures.map(display) });
export const shown = ({ cells }: Notebook) =>
  cells
    .flatMap((cell) => (cell.cell_type === "code" ? cell.outputs : []))
    .map((output) => output as CellOutput & { data: MimeBundle; metadata: MimeBundle });

/** Adds pictures to a notebook, and returns what was noticed. */
export async function add(
  notebook: Notebook,
  bounds: Bounds = { milliseconds: 60_000, signal: new AbortController().signal },
) {
  await using stills = new Stills(bounds);
  await stills.add(notebook, "a.ipynb", notebookOf());
  return stills.notices;
}
