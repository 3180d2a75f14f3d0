import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { createRequire, registerHooks } from "node:module";
import { dirname, isAbsolute, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { keepCompiled } from "./compile-cache.ts";
import { sourcesOf } from "../source/paths.ts";
import { aliasesFrom, attempt, isBare, type Resolved, withJsonType } from "../source/resolution.ts";

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
  keepCompiled();
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

const aliased = aliasesFrom(dirname(fileURLToPath(notebook)));

/** Resolves what this module imports on behalf of cells from the notebook's folder. */
export function resolveFromNotebook(): void {
  registerHooks({
    resolve(specifier, context, nextResolve) {
      const fromCell = context.parentURL === import.meta.url;
      const inFolder = fromCell ? { ...context, parentURL: notebook } : context;
      const isUsers = fromCell || (context.parentURL !== undefined && versions.has(context.parentURL));
      if (isUsers && isBare(specifier)) specifier = aliased(specifier) ?? specifier;
      const resolved = attempt(
        () => nextResolve(specifier, inFolder),
        ...(isBare(specifier)
          ? [() => nextResolve(specifier, { ...context, parentURL: import.meta.url })]
          : sourcesOf(specifier).map((source) => () => nextResolve(source, inFolder))),
      );
      const asked = withJsonType(resolved, context.importAttributes);
      const isLocal = isUsers && !isBare(specifier) && !specifier.startsWith("node:");
      return isLocal ? fresh(asked, context.parentURL) : asked;
    },
  });
}

/** The version under which each local file was last imported, and the local files that it imports itself. */
const versions = new Map<string, { file: string; imports: Set<string> }>();

/** Names a local file by its last change, and by that of the files it imports: Node keeps a module for as long as its URL is the same. */
function fresh(resolved: Resolved, parent: string | undefined): Resolved {
  const url = new URL(resolved.url);
  if (url.protocol !== "file:" || url.pathname.includes("/node_modules/") || !existsSync(url)) return resolved;
  const file = fileURLToPath(url);
  url.searchParams.set(VERSION, version(file));
  versions.set(url.href, { file, imports: versions.get(url.href)?.imports ?? new Set() });
  if (parent !== undefined) versions.get(parent)?.imports.add(file);
  return { ...resolved, url: url.href };
}

/** Changes with the file and with the local files that it imports: by their contents, since two changes may have the same time. */
function version(file: string): string {
  const hash = createHash("sha1");
  for (const one of [...withImports(file)].sort())
    if (existsSync(one)) hash.update(`${one} ${statSync(one).mtimeMs} `).update(readFileSync(one));
  return hash.digest("base64url");
}

function withImports(file: string, found = new Set<string>()): Set<string> {
  found.add(file);
  for (const version of versions.values()) {
    if (version.file !== file) continue;
    for (const one of version.imports) if (!found.has(one)) withImports(one, found);
  }
  return found;
}
