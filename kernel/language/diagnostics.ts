import type { Reply } from "../evaluator/protocol.ts";
import { codeFrame, paint } from "../source/code-frame.ts";
import { type Diagnostic, positionAt } from "../source/diagnostic.ts";
import { displayName, exactPlaceIn } from "../source/place.ts";

/** The error reply of a cell that was stopped before it ran: each complaint with its place and a frame of code. */
export function diagnosticReply(
  ename: string,
  url: string,
  source: string,
  diagnostics: Diagnostic[],
): Extract<Reply, { status: "error" }> {
  const [first] = diagnostics;
  return {
    status: "error",
    ename,
    evalue: first ? headline(first) : "",
    traceback: diagnostics.flatMap((diagnostic) => {
      const { file = { url, source } } = diagnostic;
      return describe(ename, file.url, file.source, diagnostic);
    }),
    ...(first && !first.file && { line: positionAt(source, first.start).line }),
  };
}

function headline({ code, message }: Diagnostic): string {
  return code === undefined ? message : `TS${code}: ${message}`;
}

function describe(ename: string, url: string, source: string, diagnostic: Diagnostic): string[] {
  const position = positionAt(source, diagnostic.start);
  return [
    ...`${paint("red", ename)}: ${headline(diagnostic)}`.split("\n"),
    paint("dim", `  at ${exactPlaceIn(displayName(url), position)}`),
    ...codeFrame(source, position.line, position.column, diagnostic.end - diagnostic.start),
  ];
}
