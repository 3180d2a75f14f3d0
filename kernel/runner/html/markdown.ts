import MarkdownIt, { type Token } from "markdown-it";
import { highlight } from "./highlight.ts";
import type { ImageSource } from "./images.ts";
import { insertFormulas, maths, type Formulas } from "./maths.ts";
import { sanitize } from "./sanitize.ts";

/** The headings of a page so far: their text, by the anchor that leads to them. */
export type Headings = Map<string, string>;

const markdown = new MarkdownIt({ html: true, highlight: (source, language) => highlight(source, language) });
markdown.use(maths);
markdown.core.ruler.push("anchors", ({ tokens, env }) => {
  for (const [index, token] of tokens.entries()) {
    if (token.type === "heading_open")
      token.attrSet("id", anchor(textOf(tokens[index + 1]!), env["headings"] as Headings));
  }
});
markdown.renderer.rules["heading_close"] = (tokens, index) => {
  const id = tokens[index - 2]!.attrGet("id")!;
  return ` <a class="anchor" href="#${encodeURIComponent(id)}" title="Link to this section">#</a></${tokens[index]!.tag}>\n`;
};

/** Markdown as sanitised HTML with its formulas typeset; its headings are added to those of the page. */
export function renderMarkdown(text: string, images: ImageSource, headings: Headings): string {
  const formulas: Formulas = [];
  const html = markdown.render(text, { formulas, headings });
  return insertFormulas(sanitize(html, images), formulas);
}

const textOf = ({ children }: Token) =>
  (children ?? []).map(({ type, content }) => (type === "html_inline" ? "" : content)).join("");

/** An anchor as Jupyter makes it, `Padding-and-stride`, with a number where a page has it already. */
function anchor(heading: string, headings: Headings): string {
  const base = heading.trim().replaceAll(" ", "-");
  let id = base;
  for (let count = 1; headings.has(id); count++) id = `${base}-${count}`;
  headings.set(id, heading.trim());
  return id;
}
