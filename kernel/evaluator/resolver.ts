import { existsSync, statSync } from "node:fs";
import { createRequire, registerHooks } from "node:module";
import { isAbsolute, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const VERSION = "version";

/** The script that runs as the only cell, if it does. */
const script = process.argv[2];
// a script finds itself where Node puts it
if (script !== undefined) process.argv.splice(1, 1);

/** Where a cell stands for imports: the script, or a module in the notebook's folder that need not exist. */
const notebook = pathToFileURL(script ?? join(process.cwd(), "notebook.ts")).href;

/** Imports as a module in the notebook's folder would; a package that is not there is taken from the kernel's own installation. */
export async function importFromNotebook(specifier: string, options?: ImportCallOptions): Promise<object> {
  const asked = isAbsolute(specifier) ? pathToFileURL(specifier).href : specifier;
  return (await import(asked, options)) as object;
}

export const requireFromNotebook = createRequire(notebook);

/** What `import.meta` is in a cell. */
export const notebookMeta = {
  url: notebook,
  dirname: process.cwd(),
  filename: fileURLToPath(notebook),
  main: script !== undefined,
  resolve(specifier: string): string {
    const url = new URL(import.meta.resolve(specifier));
    url.searchParams.delete(VERSION);
    return url.href;
  },
};

type Resolved = ReturnType<Parameters<typeof registerHooks>[0]["resolve"] & {}>;

/** Resolves what this module imports on behalf of cells from the notebook's folder. */
export function resolveFromNotebook(): void {
  registerHooks({
    resolve(specifier, context, nextResolve) {
      const fromCell = context.parentURL === import.meta.url;
      const inFolder = fromCell ? { ...context, parentURL: notebook } : context;
      const resolved = attempt(
        () => nextResolve(specifier, inFolder),
        ...(isBare(specifier)
          ? [() => nextResolve(specifier, { ...context, parentURL: import.meta.url })]
          : sources(specifier).map((source) => () => nextResolve(source, inFolder))),
      );
      const asked = withJsonType(resolved, context.importAttributes);
      return isLocal(specifier, fromCell, context.parentURL) ? fresh(asked, context.parentURL) : asked;
    },
  });
}

/** The first of the ways that finds the module; if none does, the first one's error. */
function attempt(first: () => Resolved, ...others: (() => Resolved)[]): Resolved {
  try {
    return first();
  } catch (error) {
    if (!isNotFound(error)) throw error;
    for (const other of others) {
      try {
        return other();
      } catch (fallbackError) {
        if (!isNotFound(fallbackError)) throw fallbackError;
      }
    }
    throw error;
  }
}

const isNotFound = (error: unknown): boolean =>
  error instanceof Error &&
  "code" in error &&
  ["ERR_MODULE_NOT_FOUND", "MODULE_NOT_FOUND", "ERR_UNSUPPORTED_DIR_IMPORT"].includes(String(error.code));

const isBare = (specifier: string): boolean => !/^(?:\.{0,2}\/|[a-z]+:|\.{1,2}$)/i.test(specifier);

/** The TypeScript file that a relative import may mean, as the type checker takes it. */
const sources = (specifier: string): string[] => [
  specifier.replace(/\.(?<module>[mc]?)js$/, ".$<module>ts"),
  `${specifier}.ts`,
  `${specifier}/index.ts`,
];

/** TypeScript lets JSON be imported without saying so; Node wants it said. */
function withJsonType(resolved: Resolved, attributes: Resolved["importAttributes"]): Resolved {
  if (!new URL(resolved.url).pathname.endsWith(".json")) return resolved;
  return { ...resolved, importAttributes: { ...attributes, type: "json" } };
}

/** A file of the user's, reached from a cell by relative paths alone. */
const isLocal = (specifier: string, fromCell: boolean, parent: string | undefined): boolean =>
  !isBare(specifier) && !specifier.startsWith("node:") && (fromCell || (parent !== undefined && versions.has(parent)));

/** The version under which each local file was last imported, and the local files that it imports itself. */
const versions = new Map<string, { file: string; imports: Set<string> }>();

/** Names a local file by its last change, and by that of the files it imports: Node keeps a module for as long as its URL is the same. */
function fresh(resolved: Resolved, parent: string | undefined): Resolved {
  const url = new URL(resolved.url);
  if (url.protocol !== "file:" || !existsSync(url)) return resolved;
  const file = fileURLToPath(url);
  url.searchParams.set(VERSION, String(lastChange(file)));
  versions.set(url.href, { file, imports: versions.get(url.href)?.imports ?? new Set() });
  if (parent !== undefined) versions.get(parent)?.imports.add(file);
  return { ...resolved, url: url.href };
}

function lastChange(file: string, seen = new Set<string>()): number {
  seen.add(file);
  let latest = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  for (const version of versions.values()) {
    if (version.file !== file) continue;
    for (const one of version.imports) if (!seen.has(one)) latest = Math.max(latest, lastChange(one, seen));
  }
  return latest;
}
