import { withNamespace } from "./markup.ts";
import type { Renderer } from "./renderer.ts";

/** An element of jsdom, linkedom or another document without a browser, such as a figure of Observable Plot. */
export const element: Renderer = (value) => {
  if (typeof value !== "object" || value === null || !("outerHTML" in value && "nodeName" in value)) return undefined;
  const { outerHTML: html, nodeName } = value;
  if (typeof html !== "string" || typeof nodeName !== "string") return undefined;
  const name = nodeName.toLowerCase();
  // within the page an SVG takes the page's colour for its text; the image is for readers of notebooks that drop it from HTML
  const image = name === "svg" ? { "image/svg+xml": withNamespace(html) } : {};
  return { "text/html": html, ...image, "text/plain": `<${name}> of ${html.length.toLocaleString("en")} characters` };
};
