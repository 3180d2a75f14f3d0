import { SourceMap } from "node:module";
import { parse } from "./intrinsics.ts";
import type { Position } from "../source/place.ts";

/** A source that was changed before it ran: what the user wrote, and the maps that lead back to it, read when an error needs them. */
interface Origin {
  source: string;
  maps: () => SourceMap[];
}

const origins = new Map<string, Origin>();

/** Remembers what a script's URL was made from. */
export function registerOrigin(url: string, source: string, maps: string[]): void {
  let read: SourceMap[] | undefined;
  origins.set(url, { source, maps: () => (read ??= maps.map((map) => new SourceMap(parse(map)))) });
}

export const sourceOf = (url: string): string | undefined => origins.get(url)?.source;

/** The position in what the user wrote for a position in what ran. */
export function originalPosition(url: string, position: Position): Position {
  let { line, column } = position;
  for (const map of origins.get(url)?.maps() ?? []) {
    const entry = map.findEntry(line - 1, column - 1);
    if (!("originalLine" in entry)) break;
    line = entry.originalLine + 1;
    column = entry.originalColumn + 1;
  }
  return { line, column };
}
