import { inspect, types } from "node:util";
import { Error } from "./intrinsics.ts";

/** What is longer is cut: a frontend would choke on it. */
const LONGEST = 10_000;

/** Also an error of another realm, as of node:vm. */
export const isError = (value: unknown): value is Error =>
  !types.isProxy(value) && (value instanceof Error || types.isNativeError(value));

/** A property of an error, whose getter may throw itself. */
export function read(error: Error, key: string): unknown {
  try {
    return Reflect.get(error, key);
  } catch {
    return key === "name" ? "Error" : undefined;
  }
}

/** A property that should be text, but may be whatever a cell made it. */
export function text(error: Error, key: "name" | "message" | "stack", longest = LONGEST): string {
  const value = read(error, key);
  return cut(typeof value === "string" ? value : typeof value === "object" ? shown(value) : String(value), longest);
}

/** A value as Node shows it, unless the value itself keeps Node from doing so. */
export function shown(value: unknown): string {
  try {
    return cut(inspect(value));
  } catch {
    return cut(inspect(value, { customInspect: false, showProxy: true }));
  }
}

function cut(long: string, longest = LONGEST): string {
  return long.length > longest ? `${long.slice(0, longest)}… ${long.length - longest} more characters` : long;
}
