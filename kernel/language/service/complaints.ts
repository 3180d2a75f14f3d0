import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import type { Diagnostic } from "../../source/diagnostic.ts";
import type { Documents } from "./documents.ts";
import { Places, type Range } from "./position.ts";

/** A diagnostic as the Language Server Protocol has it. */
export interface Complaint {
  range: Range;
  severity?: number;
  code?: number | string;
  message: string;
}

const ERROR = 1;

/** The errors in a cell's own lines, in their order; hints and warnings are none. */
export const errorsIn = (source: string, complaints: Complaint[], documents: Documents): Diagnostic[] =>
  errorsAt(new Places(source), source, complaints, documents);

/** The errors in a file of the user's. */
export function errorsInFile(path: string, complaints: Complaint[], documents: Documents): Diagnostic[] {
  const file = { url: pathToFileURL(path).href, source: readFileSync(path, "utf8") };
  const errors = errorsAt(new Places(file.source, 0), file.source, complaints, documents);
  return errors.map((error) => ({ ...error, file }));
}

function errorsAt(places: Places, source: string, complaints: Complaint[], documents: Documents): Diagnostic[] {
  const errors: Diagnostic[] = [];
  for (const { severity, range, code, message } of complaints) {
    const [start, end] = [places.offsetAt(range.start), places.offsetAt(range.end)];
    if (severity !== ERROR || start === undefined) continue;
    errors.push({ message: documents.readable(message), start, end: end ?? source.length, code });
  }
  return errors.sort((one, other) => one.start - other.start);
}
