import { registerHooks } from "node:module";
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import { loadTypeScript } from "../evaluator/typescript-loader.ts";
import { sourcesOf } from "../source/paths.ts";
import { aliasesFrom, attempt, isBare, withJsonType } from "../source/resolution.ts";

const LIBRARY = "sepconv";

/**
 * Imports a module of the user's as cells import it. Whatever library it would find, it gets the command's own: a model is
 * counted by the library of which it is made.
 */
export async function importModule(path: string): Promise<object> {
  const aliased = aliasesFrom(dirname(path));
  loadTypeScript();
  registerHooks({
    resolve(given, context, nextResolve) {
      const ours = { ...context, parentURL: import.meta.url };
      if (given === LIBRARY) return nextResolve(given, ours);
      const isUsers = context.parentURL?.includes("/node_modules/") === false;
      const specifier = (isUsers && isBare(given) ? aliased(given) : undefined) ?? given;
      const others = isBare(specifier)
        ? [() => nextResolve(specifier, ours)]
        : sourcesOf(specifier).map((source) => () => nextResolve(source, context));
      return withJsonType(
        attempt(() => nextResolve(specifier, context), ...others),
        context.importAttributes,
      );
    },
  });
  return (await import(pathToFileURL(path).href)) as object;
}
