import { highlightStyle } from "./highlight.ts";
import { mathsStyle } from "./maths.ts";

/** All the style that a page's body needs. */
export const pageStyle = (body: string): string => [mathsStyle(body), highlightStyle(), STYLE].join("\n");

const STYLE = `
:root {
  color-scheme: light dark;
  --ink: #1c2024; --soft: #5b646e; --paper: #fff; --code: #f6f7f9; --line: #dfe3e8; --accent: #0b62c4; --bad: #b42318;
  --bad-paper: #fef3f2;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --ink: #e3e6ea; --soft: #9aa4af; --paper: #14171a; --code: #1d2125; --line: #343a41; --accent: #77b4ff; --bad: #ff9b8f;
    --bad-paper: #33201f;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.05rem/1.65 system-ui, sans-serif; }
main { max-width: 54rem; margin: 0 auto; padding: 2rem 1.25rem 5rem; overflow-wrap: break-word; }
h1, h2, h3, h4 { line-height: 1.25; margin: 2em 0 0.6em; text-wrap: balance; scroll-margin-top: 1rem; }
h1 { font-size: 2rem; margin-top: 0.5em; }
h2 { font-size: 1.45rem; border-bottom: 1px solid var(--line); padding-bottom: 0.25em; }
h3 { font-size: 1.2rem; }
a { color: var(--accent); }
.anchor { color: var(--soft); text-decoration: none; opacity: 0; font-weight: normal; }
:is(h1, h2, h3, h4, h5, h6):hover > .anchor, .anchor:focus { opacity: 1; }
img, svg { max-width: 100%; height: auto; }
.output > img { display: block; }
blockquote { margin: 1em 0; padding: 0 1em; border-left: 3px solid var(--line); color: var(--soft); }
table { display: block; overflow-x: auto; border-collapse: collapse; margin: 1em 0; font-size: 0.95em; }
th, td { padding: 0.35em 0.8em; border-bottom: 1px solid var(--line); }
th { text-align: left; }
code, pre { font: 0.88rem/1.5 ui-monospace, "Cascadia Code", Menlo, Consolas, monospace; }
:not(pre) > code { background: var(--code); padding: 0.15em 0.35em; border-radius: 4px; }
pre { margin: 0; overflow-x: auto; }
.text pre, .raw pre { background: var(--code); padding: 0.9em 1.1em; border-radius: 8px; }
pre code.hljs { padding: 0; background: none; color: inherit; }
.code { margin: 1.4em 0; }
.source { background: var(--code); border: 1px solid var(--line); border-radius: 8px; padding: 0.8em 1.1em; position: relative; }
.source[data-count]::before {
  content: attr(data-count); position: absolute; top: 0.3em; right: 0.6em; padding-left: 0.6em;
  background: inherit; color: var(--soft); font-size: 0.75rem;
}
.output { margin: 0.6em 0 0; padding: 0 1.1em; overflow-x: auto; }
.stderr { border-left: 3px solid #d9a300; }
.error { background: var(--bad-paper); border-left: 3px solid var(--bad); padding: 0.8em 1.1em; }
.note, .missing-image { color: var(--soft); font-style: italic; }
.figure { background: #fff; border-radius: 8px; min-height: 2rem; }
.katex-display { overflow-x: auto; overflow-y: hidden; padding: 0.2em 1px; scrollbar-width: thin; }
.ansi-black-fg { color: var(--ink); } .ansi-red-fg, .ansi-bright-red-fg { color: var(--bad); }
.ansi-green-fg, .ansi-bright-green-fg { color: light-dark(#137333, #7ddc96); }
.ansi-yellow-fg, .ansi-bright-yellow-fg { color: light-dark(#8a6100, #f0c94f); }
.ansi-blue-fg, .ansi-bright-blue-fg { color: var(--accent); }
.ansi-magenta-fg, .ansi-bright-magenta-fg { color: light-dark(#9c27b0, #e39df0); }
.ansi-cyan-fg, .ansi-bright-cyan-fg { color: light-dark(#00727f, #6fdbe8); }
.ansi-white-fg, .ansi-bright-black-fg { color: var(--soft); } .ansi-bright-white-fg { color: var(--ink); }
.ansi-red-bg { background: #c62828; color: #fff; } .ansi-green-bg { background: #2e7d32; color: #fff; }
.ansi-yellow-bg { background: #f9d949; color: #000; } .ansi-blue-bg { background: #1565c0; color: #fff; }
.ansi-magenta-bg { background: #8e24aa; color: #fff; } .ansi-cyan-bg { background: #00838f; color: #fff; }
.ansi-white-bg { background: #eee; color: #000; } .ansi-black-bg { background: #000; color: #fff; }
.way { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0.5em 2em; }
.way a { padding: 0.4em 0; }
.way a[rel="next"] { margin-left: auto; text-align: right; }
.code ~ .way, .text ~ .way { margin-top: 3em; border-top: 1px solid var(--line); padding-top: 1em; }
.contents { list-style: none; margin: 2em 0 0; padding: 0; display: grid; gap: 1rem; }
.contents li { border: 1px solid var(--line); border-radius: 8px; padding: 1.1em 1.25em; position: relative; }
.contents li:hover { border-color: var(--accent); }
.contents h2 { margin: 0; padding: 0; border: 0; font-size: 1.2rem; }
.contents h2 a { text-decoration: none; }
.contents h2 a::after { content: ""; position: absolute; inset: 0; }
.contents :is(h2 a:hover, h2 a:focus-visible) { text-decoration: underline; }
.contents p { margin: 0.5em 0 0; }
.contents p a { position: relative; }
@media (max-width: 40rem) {
  main { padding: 1rem 0.9rem 3rem; }
  h1 { font-size: 1.6rem; }
  .output { padding: 0 0.2em; }
}
@media print {
  body { font-size: 10.5pt; }
  main { max-width: none; padding: 0; }
  pre, code { white-space: pre-wrap; }
  .source, .output, .figure, img { break-inside: avoid; }
  .anchor { display: none; }
}`;
