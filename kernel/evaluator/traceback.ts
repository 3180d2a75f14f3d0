import { readFileSync } from "node:fs";
import { sep } from "node:path";
import { fileURLToPath } from "node:url";
import { codeFrame, paint } from "../source/code-frame.ts";
import type { Reply } from "./protocol.ts";
import { isInternal } from "./internal.ts";
import { RUNTIME } from "./runtime-name.ts";
import { displayName, placeIn, type Position } from "../source/place.ts";
import { originalPosition, sourceOf } from "./source-maps.ts";
import { isError, read, shown, text } from "./thrown.ts";

type ErrorReply = Extract<Reply, { status: "error" }>;

interface Frame extends Position {
  text: string;
  url: string;
}

/** As many errors are shown with the one that gathers them or that they caused. */
const MOST_RELATED = 20;
/** Of the notebook, as long as no cell has changed the directory. */
const FOLDER = `${process.cwd()}${sep}`;
const LOCATION = /(?<url>(?:cell:|file:\/\/|node:)[^\s()]*?|\/[^\s()]*?):(?<line>\d+):(?<column>\d+)/;

/** Makes every stack, also one that a cell prints itself, speak of what the user wrote. */
export function traceCells(): void {
  Error.stackTraceLimit = 50;
  Error.prepareStackTrace = (error, sites) => {
    const lines = sites.map(String).filter((line) => !isHidden(line));
    return [header(error), ...lines.map((line) => `    at ${toOriginal(line)}`)].join("\n");
  };
}

/**
 * An error, or whatever else was thrown, as the reply that Jupyter shows: the failing line in a frame of code, then the calls.
 *
 * @param url    of the cell whose line the reply tells
 * @param place  where the error belongs in that cell, if its stack does not tell
 */
export function errorReply(thrown: unknown, url: string, place?: Position): ErrorReply {
  const stack = isError(thrown) ? framesOf(thrown) : [];
  const frames = stack.length === 0 && place ? frameIn(toOriginal(`${url}:${place.line}:${place.column}`)) : stack;
  const own = frames.find((frame) => frame.url === displayName(url));
  return {
    status: "error",
    ename: isError(thrown) ? text(thrown, "name") : "Thrown",
    evalue: isError(thrown) ? text(thrown, "message") : shown(thrown),
    traceback: tracebackOf(thrown, frames),
    ...(own && { line: own.line }),
  };
}

function tracebackOf(thrown: unknown, frames: Frame[], seen = new Set<unknown>([thrown])): string[] {
  const lines = [title(thrown)];
  const readable = frames.filter((frame) => sourceText(frame.url) !== undefined);
  const pictured = readable.find((frame) => isOwn(frame.url)) ?? readable[0];
  for (const frame of frames) {
    lines.push(paint("dim", `  at ${frame.text}`));
    if (frame === pictured) lines.push(...codeFrame(sourceText(frame.url) ?? "", frame.line, frame.column));
  }
  if (isError(thrown)) lines.push(...detailsOf(thrown), ...causesOf(thrown, seen));
  return lines.flatMap((line) => line.split("\n"));
}

function title(thrown: unknown): string {
  if (!isError(thrown)) return `${paint("red", "Thrown")}: ${shown(thrown)}`;
  const name = text(thrown, "name");
  return paint("red", name) + header(thrown).slice(name.length);
}

function causesOf(error: Error, seen: Set<unknown>): string[] {
  const [gathered, cause] = [read(error, "errors"), read(error, "cause")];
  return [
    ...("suppressed" in error
      ? [...causeOf(read(error, "error"), "Disposing", seen), ...causeOf(read(error, "suppressed"), "Suppressed", seen)]
      : []),
    ...(Array.isArray(gathered) ? gathered.flatMap((one) => causeOf(one, "Aggregates", seen)) : []),
    ...(cause === undefined ? [] : causeOf(cause, "Caused by", seen)),
  ];
}

function causeOf(cause: unknown, relation: string, seen: Set<unknown>): string[] {
  if (seen.has(cause)) return [];
  seen.add(cause);
  if (seen.size > MOST_RELATED) return seen.size === MOST_RELATED + 1 ? [`${relation}: … more errors`] : [];
  if (!isError(cause)) return [`${relation}: ${shown(cause)}`];
  const [first = "", ...rest] = tracebackOf(cause, framesOf(cause), seen);
  return [`${relation}: ${first}`, ...rest];
}

/** Properties that the error carries beside the usual ones, such as code and path of a system error. */
function detailsOf(error: Error): string[] {
  const usual = new Set(["name", "message", "stack", "cause", "errors", "error", "suppressed"]);
  const entries = Object.keys(error)
    .filter((key) => !usual.has(key))
    .map((key) => [key, read(error, key)]);
  return entries.length > 0 ? [paint("dim", `  ${shown(Object.fromEntries(entries))}`)] : [];
}

function framesOf(error: Error): Frame[] {
  // a cell that replaced our way to write stacks, and a worker, leave them as V8 and Node write them
  return text(error, "stack", Infinity)
    .split("\n")
    .filter((line) => /^\s+at /.test(line) && !isHidden(line))
    .flatMap((line) => frameIn(toOriginal(line.trim().slice("at ".length))));
}

/** The frame that a line of a stack tells of, if it is one. */
function frameIn(text: string): Frame[] {
  const where = /(?<url>cell \d+|[^\s()]+):(?<line>\d+):(?<column>\d+)\)?$/.exec(text)?.groups;
  if (!where) return [];
  const { url = "", line, column } = where;
  const position = { line: Number(line), column: Number(column) };
  return [{ text: text.replace(`${url}:${line}:${column}`, placeIn(url, position)), url, ...position }];
}

function header(error: Error): string {
  const [name, message] = [text(error, "name"), text(error, "message")];
  return message === "" ? name : `${name}: ${message}`;
}

/** A frame as V8 writes it, with the position in what the user wrote, and cells and files named as a reader names them. */
function toOriginal(line: string): string {
  // V8 names a function after what it is given to, which may be the kernel's own call
  const named = line.replace(new RegExp(`\\b${RUNTIME}\\.result\\.`, "g"), "");
  return named.replace(LOCATION, (_, url: string, row: string, column: string) => {
    const position = originalPosition(url, { line: Number(row), column: Number(column) });
    return `${displayName(url)}:${position.line}:${position.column}`;
  });
}

/** Frames of Node and of the kernel say nothing about the user's program. */
function isHidden(line: string): boolean {
  const url = LOCATION.exec(line)?.groups?.url ?? line;
  // the setter that refuses to assign to a constant is not in the cell's own code
  if (line.includes(`set ${RUNTIME} `)) return true;
  return isInternal(url) || (line.includes("<anonymous>") && !line.includes(":"));
}

/** Whether a frame is of the notebook: what its reader can mend, rather than the library that refused. */
const isOwn = (name: string): boolean => name.startsWith("cell ") || name.startsWith(FOLDER);

/** The text to show around a frame: of a cell, or of a file of the user's own. */
function sourceText(name: string): string | undefined {
  if (name.startsWith("cell ")) return sourceOf(name.replace(" ", ":"));
  if (name.includes("node_modules")) return undefined;
  try {
    return readFileSync(name.startsWith("file:") ? fileURLToPath(name) : name, "utf8");
  } catch {
    return undefined;
  }
}
