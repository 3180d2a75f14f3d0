import { dirname } from "node:path";
import type { Cell, Notebook } from "../nbformat/notebook.ts";
import { waysOn, wayUp, type Neighbours } from "./contents.ts";
import { renderDocument } from "./document.ts";
import { escape } from "../../escape.ts";
import { figureScript } from "./figure.ts";
import { highlight } from "./highlight.ts";
import { renderMarkdown, type Headings } from "./markdown.ts";
import { titleOf } from "./opening.ts";
import { renderOutput } from "./output.ts";

/**
 * A notebook as one HTML page that needs nothing else: no network, no files beside it. `path` is where the notebook comes from.
 * With neighbours, be they none, it leads to the contents of its folder and to them.
 */
export function renderPage(notebook: Notebook, path: string, neighbours?: Neighbours): string {
  const headings: Headings = new Set();
  const cells = notebook.cells.map((cell) => renderCell(cell, dirname(path), headings));
  const body = (neighbours ? [wayUp(), ...cells, waysOn(neighbours)] : cells).join("\n");
  return renderDocument(titleOf(notebook, path), body, figureScript(body));
}

function renderCell(cell: Cell, folder: string, headings: Headings): string {
  switch (cell.cell_type) {
    case "markdown": {
      const images = { folder, ...(cell.attachments && { attachments: cell.attachments }) };
      return `<section class="text">\n${renderMarkdown(cell.source, images, headings)}</section>`;
    }
    case "raw":
      return `<section class="raw"><pre>${escape(cell.source)}</pre></section>`;
    case "code": {
      const prompt = cell.execution_count === null ? "" : ` data-count="${cell.execution_count}"`;
      const source = `<pre class="source"${prompt}><code class="hljs">${highlight(cell.source, "typescript")}</code></pre>`;
      return `<section class="code">\n${[source, ...cell.outputs.map((output) => renderOutput(output, { folder }))].join("\n")}\n</section>`;
    }
  }
}
