import { createRequire } from "node:module";
import { extname } from "node:path";
import remapping from "@jridgewell/remapping";
import MagicString from "magic-string";
import { type Node, parseSync, type Program } from "oxc-parser";
import { children } from "./children.ts";
import type { Diagnostic } from "./diagnostic.ts";
import type { Transpiled } from "./transpile.ts";

type Esbuild = typeof import("esbuild");
type Failure = import("esbuild").TransformFailure;
const require = createRequire(import.meta.url);
let lowered = 0;

/** Whether a source has what no engine knows, or what oxc lowers wrongly: decorators, auto-accessors, a namespace in several parts. */
export function needsLowering(file: string, source: string): boolean {
  if (!/@|\baccessor\b|\bnamespace\b|\benum\b/.test(source)) return false;
  const { program } = parseSync(file, source, { sourceType: "module" });
  const merged = new Set<string>();
  let found = false;
  walk(program, (node) => {
    found ||= node.type === "Decorator" || node.type.endsWith("AccessorProperty");
    if (node.type !== "TSModuleDeclaration" && node.type !== "TSEnumDeclaration") return;
    const name = source.slice(node.id.start, node.id.end);
    found ||= merged.has(name);
    merged.add(name);
  });
  return found;
}

/**
 * Strips types and lowers standard decorators. Cells share their variables, so what the lowered code declares beside the user's own names
 * gets names that no other source has.
 */
export function lower(file: string, source: string): Transpiled {
  const esbuild = require("esbuild") as Esbuild;
  try {
    const { code, map } = esbuild.transformSync(source, {
      loader: extname(file).endsWith("x") ? "tsx" : "ts",
      sourcefile: file,
      sourcemap: "external",
      target: "esnext",
      supported: { decorators: false },
      tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
    });
    const renamed = renameGenerated(code, source);
    return {
      javascript: renamed.toString(),
      map: remapping([renamed.generateMap({ hires: "boundary" }) as never, map], () => null).toString(),
      errors: [],
    };
  } catch (error) {
    const { message, errors = [{ text: message, location: null }] } = error as Partial<Failure> & Error;
    return { javascript: "", map: "", errors: errors.map(({ text, location }) => diagnostic(source, text, location)) };
  }
}

function diagnostic(source: string, message: string, location: Failure["errors"][number]["location"]): Diagnostic {
  const before = source.split("\n").slice(0, (location?.line ?? 1) - 1);
  const line = source.split("\n")[before.length] ?? "";
  const column = Buffer.from(line)
    .subarray(0, location?.column ?? 0)
    .toString().length;
  const start = before.join("\n").length + Math.min(before.length, 1) + column;
  return { message, start, end: start + (location?.length ?? 0) };
}

/** Renames the variables of the top level that do not occur in the source; the lowered code names nothing else as it names them. */
function renameGenerated(code: string, source: string): MagicString {
  const { program } = parseSync("lowered.js", code, { sourceType: "module" });
  const text = new MagicString(code);
  const own = namesIn(parseSync("source.ts", source, { sourceType: "module" }).program);
  const generated = new Map<string, string>();
  lowered++;
  for (const statement of program.body) {
    if (statement.type !== "VariableDeclaration") continue;
    for (const { id } of statement.declarations)
      if (id.type === "Identifier" && !own.has(id.name)) generated.set(id.name, `__lowered_${lowered}${id.name}`);
  }
  walk(program, (node, parent, key) => {
    if (node.type !== "Identifier") return;
    const name = generated.get(node.name);
    const isName = (key === "property" || key === "key") && "computed" in parent && !parent.computed;
    if (name !== undefined && !isName) text.update(node.start, node.end, name);
  });
  return text;
}

function namesIn(program: Program): Set<string> {
  const names = new Set<string>();
  walk(program, (node) => node.type === "Identifier" && names.add(node.name));
  return names;
}

function walk(node: Node, visit: (node: Node, parent: Node, key: string) => void, parent = node, from = ""): void {
  visit(node, parent, from);
  for (const [child, key] of children(node)) walk(child, visit, node, key);
}
