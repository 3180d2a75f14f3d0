import { AnsiUp } from "ansi_up";
import type { CellOutput, MimeBundle } from "../nbformat/notebook.ts";
import { escape } from "../../escape.ts";
import { figure, isFigure } from "./figure.ts";
import { highlight } from "./highlight.ts";
import { dataUrl, svgUrl, type ImageSource } from "./images.ts";
import { renderMarkdown } from "./markdown.ts";
import { sanitize } from "./sanitize.ts";

/** An output of a cell as HTML. */
export function renderOutput(output: CellOutput, images: ImageSource): string {
  switch (output.output_type) {
    case "stream":
      return `<pre class="output ${output.name === "stderr" ? "stderr" : "stdout"}">${terminal(output.text)}</pre>`;
    case "error":
      return `<pre class="output error">${terminal(output.traceback.join("\n") || `${output.ename}: ${output.evalue}`)}</pre>`;
    default:
      return `<div class="output">${renderBundle(output.data, images)}</div>`;
  }
}

type Renderer = (value: string, images: ImageSource) => string;

const picture =
  (mime: string): Renderer =>
  (value) =>
    `<img alt="" src="${dataUrl(mime, value)}">`;
// A heading in an output is no place of the page.
const markdown: Renderer = (value, images) => renderMarkdown(value, images, new Set());

/** Richest first, in the order of JupyterLab's renderers. */
const RENDERERS: Record<string, Renderer> = {
  "text/html": sanitize,
  "text/markdown": markdown,
  "text/latex": (value, images) => markdown(/^\s*(?:\$|\\begin)/u.test(value) ? value : `$$${value}$$`, images),
  "image/svg+xml": (value) => `<img alt="" src="${svgUrl(value)}">`,
  "image/png": picture("image/png"),
  "image/jpeg": picture("image/jpeg"),
  "image/gif": picture("image/gif"),
  "image/webp": picture("image/webp"),
  "application/json": (value) => `<pre><code>${highlight(value, "json")}</code></pre>`,
  "text/plain": (value) => `<pre>${terminal(value)}</pre>`,
};

/** The richest of a bundle's values that shows anything once it is sanitised. */
function renderBundle(data: MimeBundle, images: ImageSource): string {
  if (isFigure(data)) return figure(data);
  const known = Object.keys(RENDERERS).filter((mime) => data[mime] !== undefined);
  if (known.length === 0) {
    return `<pre class="note">[${escape(Object.keys(data).join(", ") || "empty output")}: shown in Jupyter only]</pre>`;
  }
  const rendered = known.values().map((mime) => RENDERERS[mime]!(textOf(mime, data[mime]), images));
  return rendered.find((html) => html.trim() !== "") ?? "";
}

const textOf = (mime: string, value: unknown) =>
  typeof value === "string" && mime !== "application/json" ? value : JSON.stringify(value, null, 2);

/** Text with a terminal's colours; of a line written again after a carriage return, the last. */
function terminal(text: string): string {
  const ansi = new AnsiUp();
  ansi.use_classes = true;
  return ansi.ansi_to_html(text.replaceAll(/^.*\r(?!\n|$)/gmu, ""));
}
