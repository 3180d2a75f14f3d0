import type { Renderer } from "./renderer.ts";
import { withNamespace } from "./markup.ts";
import { textOf } from "./text.ts";

/** The text of an SVG document, as plots drawn on a server give it. */
export const svgText: Renderer = (value) =>
  typeof value === "string" && /^\s*(?:<\?xml[^>]*>\s*)?<svg[\s>][^]*<\/svg>\s*$/.test(value)
    ? { "image/svg+xml": withNamespace(value), "text/plain": textOf(value) }
    : undefined;
