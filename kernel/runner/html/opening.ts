import { basename, dirname } from "node:path";
import type { Notebook } from "../nbformat/notebook.ts";
import { firstHeading, firstParagraph, renderMarkdown } from "./markdown.ts";

/** A notebook's title: its first heading as plain text, or else its file's name. */
export const titleOf = (notebook: Notebook, path: string): string =>
  firstHeading(textOf(notebook)) ?? basename(path, ".ipynb");

/** The first paragraph of a notebook as HTML; empty where there is none. */
export const leadOf = (notebook: Notebook, path: string): string =>
  renderMarkdown(firstParagraph(textOf(notebook)) ?? "", { folder: dirname(path) }, new Set());

const textOf = ({ cells }: Notebook) =>
  cells
    .filter((cell) => cell.cell_type === "markdown")
    .map(({ source }) => source)
    .join("\n\n");
