import { statSync } from "node:fs";
import type { registerHooks } from "node:module";
import { pathToFileURL } from "node:url";
import { pathsFrom, sourcesOf } from "./paths.ts";

export type Resolved = ReturnType<Parameters<typeof registerHooks>[0]["resolve"] & {}>;

/** The first of the ways that finds the module; if none does, the first one's error. */
export function attempt(first: () => Resolved, ...others: (() => Resolved)[]): Resolved {
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

/** Whether an import names a package, or what the paths of a tsconfig.json may mean. */
export const isBare = (specifier: string): boolean => !/^(?:\.{0,2}\/|[a-z]+:|\.{1,2}$)/i.test(specifier);

/** TypeScript lets JSON be imported without saying so; Node wants it said. */
export function withJsonType(resolved: Resolved, attributes: Resolved["importAttributes"]): Resolved {
  if (!new URL(resolved.url).pathname.endsWith(".json")) return resolved;
  return { ...resolved, importAttributes: { ...attributes, type: "json" } };
}

/** The URL of the file that the paths of a folder's tsconfig.json mean by an import, if they do. */
export function aliasesFrom(folder: string): (specifier: string) => string | undefined {
  const paths = pathsFrom(folder);
  return (specifier) =>
    paths(specifier)
      .flatMap((path) => [path, ...sourcesOf(path)])
      .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile())
      .map((path) => pathToFileURL(path).href)[0];
}
