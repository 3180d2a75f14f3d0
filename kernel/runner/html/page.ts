import { basename, dirname } from "node:path";
import { escape } from "./escape.ts";
import type { Cell, Notebook } from "../nbformat/notebook.ts";
import { figureScript } from "./figure.ts";
import { highlight } from "./highlight.ts";
import { renderMarkdown, type Headings } from "./markdown.ts";
import { renderOutput } from "./output.ts";
import { pageStyle } from "./style.ts";

/** What a page may do: show what is inside it, and load nothing. Plotly makes functions for its WebGL traces, hence eval. */
const policy = (scripts: boolean) =>
  [
    "default-src 'none'",
    ...(scripts ? ["script-src 'unsafe-inline' 'unsafe-eval'"] : []),
    "style-src 'unsafe-inline'",
    "img-src data: blob:",
    "font-src data:",
  ].join("; ");

/** A notebook as one HTML page that needs nothing else: no network, no files beside it. `path` is where the notebook comes from. */
export function renderPage(notebook: Notebook, path: string): string {
  const headings: Headings = new Map();
  const body = notebook.cells.map((cell) => renderCell(cell, dirname(path), headings)).join("\n");
  const script = figureScript(body);
  const [title = basename(path, ".ipynb")] = headings.values();
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(script !== "")}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<style>${pageStyle(body)}</style>
</head>
<body>
<main>
${body}
</main>
${script}
</body>
</html>
`;
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
