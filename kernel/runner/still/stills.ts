import { plain } from "../compare.ts";
import { formatJson } from "../nbformat/json.ts";
import type { Cell, Notebook } from "../nbformat/notebook.ts";
import type { Bounds } from "./bounded.ts";
import { findChromium } from "./chromium.ts";
import { PlotlyPage, Refused, type PlotlyFigure } from "./plotly-page.ts";

const FIGURE = "application/vnd.plotly.v1+json";
const STILL = "image/png";

/** A picture as a notebook holds it: its PNG in base64, and at what size it is shown. */
interface Picture {
  png: string;
  size: unknown;
}

/** Static pictures beside the figures of a run's notebooks, for readers whose viewer runs no scripts. One browser draws them all. */
export class Stills implements AsyncDisposable {
  /** Why figures are without a picture. */
  readonly notices: string[] = [];
  readonly #bounds: Bounds;
  #page: Promise<PlotlyPage> | undefined;
  #failed = false;

  constructor(bounds: Bounds) {
    this.#bounds = bounds;
  }

  /** Puts a picture beside each figure of a notebook. A figure that has not changed since `before` keeps its picture. */
  async add(notebook: Notebook, path: string, before: Notebook): Promise<void> {
    const pictures = picturesOf(before);
    for (const [index, cell] of notebook.cells.entries()) {
      for (const output of displaysOf(cell)) {
        if (!(FIGURE in output.data) || STILL in output.data) continue;
        const figure = plain(output.data[FIGURE]);
        const key = formatJson(figure);
        const picture = pictures.get(key) ?? (await this.#draw(figure, `${path}: cell ${index + 1} (id ${cell.id})`));
        if (picture === undefined) continue;
        pictures.set(key, picture);
        output.data[STILL] = picture.png;
        output.metadata[STILL] = picture.size;
      }
    }
  }

  async #draw(figure: unknown, where: string): Promise<Picture | undefined> {
    if (this.#failed) return undefined;
    try {
      this.#page ??= PlotlyPage.open(findChromium(), this.#bounds);
      const { png, width, height } = await (await this.#page).draw(figure as PlotlyFigure);
      return { png: png.toString("base64"), size: { width, height } };
    } catch (error) {
      const why = (error as Error).message;
      if (error instanceof Refused) {
        this.notices.push(`${where}: the figure is without a picture, since Plotly does not draw it: ${why}`);
      } else {
        this.#failed = true;
        this.notices.push(`${where}: this figure and those after it are without a picture: ${why}`);
      }
      return undefined;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const page = await this.#page?.catch(() => undefined);
    await page?.close();
  }
}

/** The pictures of a notebook by the figures that they show. */
function picturesOf(notebook: Notebook): Map<string, Picture> {
  const pictures = new Map<string, Picture>();
  for (const { data, metadata } of plain(notebook).cells.flatMap(displaysOf)) {
    if (FIGURE in data && typeof data[STILL] === "string")
      pictures.set(formatJson(data[FIGURE]), { png: data[STILL], size: metadata[STILL] });
  }
  return pictures;
}

const displaysOf = (cell: Cell) => (cell.cell_type === "code" ? cell.outputs.filter((output) => "data" in output) : []);
