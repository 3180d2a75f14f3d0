import { closest, distance } from "fastest-levenshtein";
import { parseArgs } from "node:util";
import { Refusal } from "../refusal.ts";
import { parseShapes, SEE_HELP } from "./shapes.ts";

export const FORMATS = ["table", "csv", "json", "markdown", "html"] as const;
const BY = ["layer", "kind"] as const;

export interface Request {
  model: string;
  /** What the model's function is given. */
  options: Readonly<Record<string, unknown>>;
  input: number[][] | undefined;
  batch: number | undefined;
  by: (typeof BY)[number];
  format: (typeof FORMATS)[number];
  compare: string | undefined;
  exported: string | undefined;
  convention: string | undefined;
}

/** The command's own options; every other is the model's. */
export const OWN = ["input", "batch", "by", "format", "compare", "convention", "export", "list", "help"];

/**
 * What a command line asks for.
 * @throws Refusal  when it asks for nothing, or one of the command's own options has no or another value
 */
export function parseRequest(args: string[]): Request | "help" | "list" {
  const { given, operands } = read(args);
  if (given.has("help")) return "help";
  if (given.has("list")) return "list";
  const [model, ...more] = operands;
  if (model === undefined) throw new Refusal(`expected a model, received none; put it before the options; ${SEE_HELP}`);
  if (more.length > 0) throw new Refusal(`expected one model, received ${operands.join(" and ")}; ${SEE_HELP}`);
  const input = textOf(given, "input");
  if (given.has("by") && given.has("compare")) {
    throw new Refusal(`--compare puts totals side by side, without a row for each layer or kind; leave --by out`);
  }
  const options = [...given].filter(([name]) => !OWN.includes(name));
  return {
    model,
    options: Object.fromEntries(options.map(([name, value]) => [camelCase(name), valueOf(value)])),
    input: input === undefined ? undefined : parseShapes(input),
    batch: wholeOf(textOf(given, "batch")),
    by: choiceOf("by", textOf(given, "by") ?? "layer", BY),
    format: choiceOf("format", textOf(given, "format") ?? "table", FORMATS),
    compare: otherOf(textOf(given, "compare"), model, options.length > 0),
    exported: textOf(given, "export"),
    convention: textOf(given, "convention"),
  };
}

type Given = ReadonlyMap<string, string | true>;

/** Options by name with the word behind each, if there is one, and the words that stand alone. */
function read(args: string[]): { given: Given; operands: string[] } {
  const { tokens } = parseArgs({
    args,
    strict: false,
    tokens: true,
    options: { help: { type: "boolean", short: "h" } },
  });
  const given = new Map<string, string | true>();
  const operands: string[] = [];
  let open: string | undefined;
  for (const token of tokens) {
    if (token.kind === "option") {
      given.set(token.name, token.value ?? true);
      open = token.value === undefined && !["help", "list"].includes(token.name) ? token.name : undefined;
    } else if (token.kind === "positional" && open !== undefined) {
      given.set(open, token.value);
      open = undefined;
    } else if (token.kind === "positional") operands.push(token.value);
  }
  return { given, operands };
}

function textOf(given: Given, name: string): string | undefined {
  const value = given.get(name);
  if (value === true || value === "") throw new Refusal(`--${name}: expected a value, received none; ${SEE_HELP}`);
  return value;
}

function otherOf(other: string | undefined, model: string, isChanged: boolean): string | undefined {
  if (other === model && !isChanged) throw new Refusal(`--compare: expected another model, received ${model} again`);
  return other;
}

function wholeOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d*$/.test(text)) throw new Refusal(`--batch: expected a whole number, received "${text}"; ${SEE_HELP}`);
  return Number(text);
}

function choiceOf<T extends string>(name: string, value: string, choices: readonly T[]): T {
  const chosen = choices.find((choice) => choice === value);
  if (chosen !== undefined) return chosen;
  const remedy = suggestion(value, choices) ?? SEE_HELP;
  throw new Refusal(`--${name}: expected one of ${choices.join(", ")}, received "${value}"; ${remedy}`);
}

/** Which of some names a mistyped one may mean. */
export function suggestion(name: string, known: readonly string[], prefix = ""): string | undefined {
  if (known.length === 0) return undefined;
  const near = closest(name, known);
  return distance(name, near) <= Math.max(1, near.length / 2) ? `did you mean ${prefix}${near}?` : undefined;
}

const camelCase = (name: string) => name.replaceAll(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** How an option is written that has such a name in the model. */
export const kebabCase = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

function valueOf(text: string | true): unknown {
  if (text === true || text === "true") return true;
  if (text === "false") return false;
  return text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : text;
}
