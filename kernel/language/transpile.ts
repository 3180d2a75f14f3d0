import { transformSync } from "oxc-transform";

/** JavaScript of the same meaning, with the source map that leads back. */
export interface Transpiled {
  javascript: string;
  map: string;
}

/**
 * Strips types and lowers enums and namespaces. Imports stay unless they are marked as types, since a later cell may use them.
 * The source must parse.
 */
export function transpile(name: string, source: string): Transpiled {
  const { code, map, errors } = transformSync(name, source, {
    sourcemap: true,
    typescript: { onlyRemoveTypeImports: true },
  });
  const [error] = errors;
  if (error) throw new SyntaxError(`${name}: ${error.message}`);
  return { javascript: code, map: JSON.stringify(map) };
}
