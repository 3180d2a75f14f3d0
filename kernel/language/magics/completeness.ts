import { type Completeness, isComplete } from "../completeness.ts";
import { cellMagicOf, readMagics } from "./read.ts";

/** Whether a cell that may have magics is whole: one that a magic takes, as %%html, goes on until an empty line. */
export function isCellComplete(source: string, declared: Iterable<string> = []): Completeness {
  if (cellMagicOf(source) && !/\n[ \t]*$/.test(source)) return { status: "incomplete", indent: "" };
  return isComplete(readMagics(source, declared).masked);
}
