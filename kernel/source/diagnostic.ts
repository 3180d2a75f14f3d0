import type { Position } from "./place.ts";

/** A complaint about a source before it runs; start and end are offsets into it. */
export interface Diagnostic {
  message: string;
  start: number;
  end: number;
  /** TypeScript's number, such as 2322. */
  code?: number | string | undefined;
  /** The file that it is about, when that is not the source at hand. */
  file?: { url: string; source: string } | undefined;
}

/** An error of oxc's, from its parser or its transpiler. */
interface Complaint {
  severity: string;
  message: string;
  helpMessage: string | null;
  labels: { start: number; end: number }[];
}

/** What the parser or the transpiler refuses, where. */
export function syntaxErrors(errors: Complaint[]): Diagnostic[] {
  return errors
    .filter((error) => error.severity === "Error")
    .map(({ message, helpMessage, labels }) => ({
      message: helpMessage ? `${message} (${helpMessage})` : message,
      start: labels[0]?.start ?? 0,
      end: labels[0]?.end ?? 0,
    }));
}

/** The line and column, both from 1, of an offset. */
export function positionAt(source: string, offset: number): Position {
  const before = source.slice(0, offset).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
