import katex from "katex";
import type { MarkdownIt, StateBlock, StateInline } from "markdown-it";
import { packageBase64, packageText } from "./asset.ts";

/** Formulas as HTML, in the order in which Markdown refers to them by a placeholder. */
export type Formulas = string[];

// The sanitiser lets this pass and would break KaTeX's own markup, so formulas come in after it.
const placeholder = (index: number) => `<span data-formula="${index}"></span>`;

/** Puts the formulas in the place of their placeholders. */
export const insertFormulas = (html: string, formulas: Formulas): string =>
  html.replaceAll(/<span data-formula="(\d+)"><\/span>/gu, (_, index: string) => formulas[Number(index)] ?? "");

/** A formula as HTML; one that KaTeX does not understand is shown as it is, in red. */
export const renderFormula = (tex: string, displayMode: boolean): string =>
  katex.renderToString(tex, { displayMode, throwOnError: false, strict: "ignore" });

/** Teaches Markdown Jupyter's maths: $…$ in a line, $$…$$ and \begin{…}…\end{…} as displays. */
export function maths(markdown: MarkdownIt): void {
  markdown.inline.ruler.after("escape", "maths", inline);
  markdown.block.ruler.before("fence", "maths", block, { alt: ["paragraph", "blockquote", "list"] });
  markdown.renderer.rules["maths"] = (tokens, index, _options, env) => {
    const { content, info } = tokens[index]!;
    const formulas = env!["formulas"] as Formulas;
    return placeholder(formulas.push(renderFormula(content, info === "display")) - 1);
  };
}

// As in Pandoc, a dollar before a space or a digit closes nothing: "$5 and $6" is no formula.
const INLINE = /\$\$(?<display>.+?)\$\$|\$(?!\s)(?<tex>(?:\\.|[^\\$`])+?)(?<!\s)\$(?!\d)/suy;
const BLOCK = /^(?:\$\$(?<tex>.+?)\$\$|(?<environment>\\begin\{(?<name>\w+\*?)\}.+?\\end\{\k<name>\}))[ \t]*(?:\n|$)/su;

function inline(state: StateInline, silent: boolean): boolean {
  INLINE.lastIndex = state.pos;
  const match = INLINE.exec(state.src);
  if (match === null || INLINE.lastIndex > state.posMax) return false;
  if (!silent) {
    const token = state.push("maths", "", 0);
    token.content = match.groups!["display"] ?? match.groups!["tex"]!;
    if (match.groups!["display"] !== undefined) token.info = "display";
  }
  state.pos += match[0].length;
  return true;
}

function block(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  const start = state.bMarks[startLine]! + state.tShift[startLine]!;
  if (!state.src.startsWith("$$", start) && !state.src.startsWith("\\begin{", start)) return false;
  const text = state.getLines(startLine, endLine, state.sCount[startLine]!, false);
  const match = BLOCK.exec(text);
  if (match === null) return false;
  if (silent) return true;
  const lines = match[0].trimEnd().split("\n").length;
  const token = state.push("maths", "", 0);
  token.block = true;
  token.content = match.groups!["tex"] ?? match.groups!["environment"]!;
  token.info = "display";
  token.map = [startLine, startLine + lines];
  state.line = startLine + lines;
  return true;
}

/** KaTeX's style sheet for a page, with those of its fonts inside that the page's formulas use; empty without formulas. */
export function mathsStyle(html: string): string {
  if (!html.includes('class="katex')) return "";
  const css = packageText("katex/dist/katex.min.css");
  const used = new Set(["KaTeX_Main"]);
  for (const [, selectors, family] of css.matchAll(/([^{}]+)\{font-family:(\w+)/gu)) {
    const classes = selectors!.match(/[\w-]+(?=$|,|>)/gu) ?? [];
    if (classes.some((name) => html.includes(name))) used.add(family!);
  }
  return css.replaceAll(/@font-face\{[^}]*font-family:"?(\w+)[^}]*\}/gu, (rule, family: string) =>
    used.has(family) ? inlineFont(rule) : "",
  );
}

const inlineFont = (rule: string) =>
  rule.replace(/src:url\(([^)]+\.woff2)\)[^}]*/u, (_, file: string) => {
    const font = packageBase64(`katex/dist/${file}`);
    return `src:url(data:font/woff2;base64,${font}) format("woff2")`;
  });
