import { escape } from "../../escape.ts";
import { pageStyle } from "./style.ts";

/** By this a page of sepconv is known from one that somebody else made. */
export const GENERATOR = '<meta name="generator" content="sepconv">';

/** What a page may do: show what is inside it, and load nothing. Plotly makes functions for its WebGL traces, hence eval. */
const policy = (scripts: boolean) =>
  [
    "default-src 'none'",
    ...(scripts ? ["script-src 'unsafe-inline' 'unsafe-eval'"] : []),
    "style-src 'unsafe-inline'",
    "img-src data: blob:",
    "font-src data:",
  ].join("; ");

/** A whole HTML page that needs no file beside it; `script` are script elements, and the policy allows them only if there are any. */
export const renderDocument = (title: string, body: string, script = ""): string => `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(script !== "")}">
<meta name="viewport" content="width=device-width, initial-scale=1">
${GENERATOR}
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
