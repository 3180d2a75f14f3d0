import hljs from "highlight.js/lib/common";
import { packageText } from "./asset.ts";

/** Source text as highlighted HTML; in a language that is not known, escaped as it is. */
export const highlight = (source: string, language: string): string =>
  hljs.highlight(source, { language: hljs.getLanguage(language) ? language : "plaintext", ignoreIllegals: true }).value;

/** The colours of highlighted code, in light and dark. */
export const highlightStyle = (): string =>
  `${packageText("highlight.js/styles/github.css")}
@media screen and (prefers-color-scheme: dark) { ${packageText("highlight.js/styles/github-dark.css")} }`;
