import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { inspect, types } from "node:util";
import { codeFrame, paint } from "../language/code-frame.ts";
import type { Reply } from "./protocol.ts";
import { originalPosition, type Position, sourceOf } from "./source-maps.ts";

type ErrorReply = Extract<Reply, { status: "error" }>;
interface Frame extends Position {
  text: string;
  url: string;
}

const KERNEL = new URL("../", import.meta.url).href;
const LOCATION = /(?<url>(?:cell:|file:\/\/|node:)[^\s()]*?|\/[^\s()]*?):(?<line>\d+):(?<column>\d+)/;

/** Makes every stack, also one that a cell prints itself, speak of what the user wrote. */
export function traceCells(): void {
  Error.stackTraceLimit = 50;
  Error.prepareStackTrace = (error, sites) => {
    const lines = sites.map(String).filter((line) => !isHidden(line));
    return [header(error), ...lines.map((line) => `    at ${toOriginal(line)}`)].join("\n");
  };
}

/** Gives an error of syntax that V8 finds in a script the place where it stopped; its stack says nothing of it. */
export function placeSyntaxError(error: SyntaxError, url: string, at: Position): void {
  if (framesOf(error).length > 0) return;
  const { line, column } = originalPosition(url, at);
  error.stack = `${header(error)}\n    at ${displayName(url)}:${line}:${column}`;
}

/** An error, or whatever else was thrown, as the reply that Jupyter shows: the failing line in a frame of code, then the calls. */
export function errorReply(thrown: unknown): ErrorReply {
  if (!isError(thrown)) return thrownValue(thrown);
  const frames = framesOf(thrown);
  const cell = frames.find((frame) => frame.url.startsWith("cell "));
  return {
    status: "error",
    ename: String(read(thrown, "name")),
    evalue: String(read(thrown, "message")),
    traceback: tracebackOf(thrown, frames),
    ...(cell && { line: cell.line }),
  };
}

function thrownValue(thrown: unknown): ErrorReply {
  const evalue = inspect(thrown);
  return { status: "error", ename: "Thrown", evalue, traceback: [`${paint("red", "Thrown")}: ${evalue}`] };
}

function tracebackOf(error: Error, frames: Frame[], seen = new Set<unknown>([error])): string[] {
  const lines = [paint("red", String(read(error, "name"))) + header(error).slice(String(read(error, "name")).length)];
  const shown = frames.find((frame) => sourceText(frame.url) !== undefined);
  for (const frame of frames) {
    lines.push(paint("gray", `  at ${frame.text}`));
    if (frame === shown) lines.push(...codeFrame(sourceText(frame.url) ?? "", frame.line, frame.column));
  }
  const details = detailsOf(error);
  if (details) lines.push(details);
  const [gathered, cause] = [read(error, "errors"), read(error, "cause")];
  if (Array.isArray(gathered)) for (const one of gathered) lines.push(...causeOf(one, "Aggregates", seen));
  if (cause !== undefined) lines.push(...causeOf(cause, "Caused by", seen));
  return lines.flatMap((line) => line.split("\n"));
}

function causeOf(cause: unknown, title: string, seen: Set<unknown>): string[] {
  if (seen.has(cause)) return [];
  seen.add(cause);
  if (!isError(cause)) return [`${title}: ${inspect(cause)}`];
  const [first = "", ...rest] = tracebackOf(cause, framesOf(cause), seen);
  return [`${title}: ${first}`, ...rest];
}

/** Properties that the error carries beside the usual ones, such as code and path of a system error. */
function detailsOf(error: Error): string | undefined {
  const entries = Object.entries(error).filter(
    ([key]) => !["name", "message", "stack", "cause", "errors"].includes(key),
  );
  return entries.length > 0 ? paint("gray", `  ${inspect(Object.fromEntries(entries))}`) : undefined;
}

function framesOf(error: Error): Frame[] {
  return String(read(error, "stack"))
    .split("\n")
    .flatMap((line) => {
      const text = /^\s+at (?<text>.*)$/.exec(line)?.groups?.text;
      const where = text && /(?<url>cell \d+|[^\s()]+):(?<line>\d+):(?<column>\d+)\)?$/.exec(text)?.groups;
      if (!text || !where) return [];
      const named = text.replace(/(?<cell>cell \d+):(?<line>\d+):\d+/, "$<cell>, line $<line>");
      return [{ text: named, url: where.url ?? "", line: Number(where.line), column: Number(where.column) }];
    });
}

/** Also an error of another realm, as of node:vm. */
const isError = (value: unknown): value is Error => value instanceof Error || types.isNativeError(value);

/** A property of an error, whose getter may throw itself. */
function read(error: Error, key: string): unknown {
  try {
    return Reflect.get(error, key);
  } catch {
    return key === "name" ? "Error" : undefined;
  }
}

function header(error: Error): string {
  const [name, message] = [String(read(error, "name")), String(read(error, "message"))];
  return message === "" ? name : `${name}: ${message}`;
}

/** A frame as V8 writes it, with the position in what the user wrote, and cells and files named as a reader names them. */
function toOriginal(line: string): string {
  return line.replace(LOCATION, (_, url: string, row: string, column: string) => {
    const position = originalPosition(url, { line: Number(row), column: Number(column) });
    return `${displayName(url)}:${position.line}:${position.column}`;
  });
}

function displayName(url: string): string {
  if (url.startsWith("cell:")) return url.replace(":", " ");
  return url.startsWith("file:") ? fileURLToPath(url) : url;
}

/** Frames of Node and of the kernel say nothing about the user's program. */
function isHidden(line: string): boolean {
  const url = LOCATION.exec(line)?.groups?.url ?? line;
  return url.startsWith("node:") || url.startsWith(KERNEL) || (line.includes("<anonymous>") && !line.includes(":"));
}

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
