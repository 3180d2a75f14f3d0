import MarkdownIt, { type Token } from "markdown-it";
import { highlight } from "./highlight.ts";
import type { ImageSource } from "./images.ts";
import { insertFormulas, maths, type Formulas } from "./maths.ts";
import { sanitize } from "./sanitize.ts";

/** The anchors of a page's headings so far. */
export type Headings = Set<string>;

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

/** The text of the first heading, without its marks. */
export const firstHeading = (text: string): string | undefined =>
  inlines(text, "heading_open")
    .map((token) => textOf(token).trim())
    .find((heading) => heading !== "");

/** The first paragraph that has words and is no part of a list or a quotation, as Markdown. */
export const firstParagraph = (text: string): string | undefined =>
  inlines(text, "paragraph_open").find((token) => token.level === 1 && textOf(token).trim() !== "")?.content;

/** What stands in the blocks that a kind of token opens. */
function inlines(text: string, opening: string): Token[] {
  const tokens = markdown.parse(text, { formulas: [], headings: new Set() });
  return tokens.filter((_, index) => tokens[index - 1]?.type === opening);
}

const textOf = ({ children }: Token) =>
  (children ?? []).map(({ type, content }) => (type === "html_inline" ? "" : content)).join("");

/** An anchor as Jupyter makes it, `Padding-and-stride`, with a number where a page has it already. */
function anchor(heading: string, headings: Headings): string {
  const base = heading.trim().replaceAll(" ", "-");
  let id = base;
  for (let count = 1; headings.has(id); count++) id = `${base}-${count}`;
  headings.add(id);
  return id;
}
