import { displayName, placeIn, type Position } from "../evaluator/place.ts";
import type { Reply } from "../evaluator/protocol.ts";
import { codeFrame, paint } from "./code-frame.ts";

/** A complaint about a cell before it runs; start and end are offsets into its source. */
export interface Diagnostic {
  message: string;
  start: number;
  end: number;
  /** TypeScript's number, such as 2322. */
  code?: number | string | undefined;
}

/** The error reply of a cell that was interrupted before it ran. */
export function interruptedReply(): Reply {
  const evalue = "the cell was interrupted before it ran";
  return { status: "error", ename: "Interrupted", evalue, traceback: [`${paint("red", "Interrupted")}: ${evalue}`] };
}

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
    traceback: diagnostics.flatMap((diagnostic) => describe(ename, url, source, diagnostic)),
    ...(first && { line: positionAt(source, first.start).line }),
  };
}

function headline({ code, message }: Diagnostic): string {
  return code === undefined ? message : `TS${code}: ${message}`;
}

function describe(ename: string, url: string, source: string, diagnostic: Diagnostic): string[] {
  const position = positionAt(source, diagnostic.start);
  return [
    ...`${paint("red", ename)}: ${headline(diagnostic)}`.split("\n"),
    paint("gray", `  at ${placeIn(displayName(url), position)}`),
    ...codeFrame(source, position.line, position.column, diagnostic.end - diagnostic.start),
  ];
}

/** The line and column, both from 1, of an offset. */
export function positionAt(source: string, offset: number): Position {
  const before = source.slice(0, offset).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
