import { inspect, stripVTControlCharacters } from "node:util";

/** More than this is no text to read, and slows every frontend that opens the notebook. */
const LIMIT = 100_000;

// dark themes show Node's grey as black
inspect.styles.undefined = "dim";

/** What Node's inspect says of a value, in colour, whatever the value does when it is read. */
export function textOf(value: unknown): string {
  return shortened(typeof value === "string" ? inspect(value, { colors: true }) : inspected(value));
}

function inspected(value: unknown): string {
  try {
    return inspect(value, { colors: true });
  } catch (error) {
    return withoutOwnCode(value, error);
  }
}

/** A value whose own code throws while it is inspected. */
function withoutOwnCode(value: unknown, error: unknown): string {
  try {
    return inspect(value, { colors: true, customInspect: false });
  } catch {
    return `[a value that cannot be inspected: ${error instanceof Error ? `${error.name}: ${error.message}` : typeof error}]`;
  }
}

function shortened(text: string): string {
  if (text.length <= LIMIT) return text;
  // colours would make a long text longer, and could be cut in two
  const plain = stripVTControlCharacters(text);
  if (plain.length <= LIMIT) return plain;
  const left = (plain.length - LIMIT).toLocaleString("en");
  return `${plain.slice(0, LIMIT).toWellFormed()}\n… ${left} more characters: console.log(value) prints them all`;
}
