import { transformSync } from "oxc-transform";
import { lower, needsLowering } from "./lower.ts";
import { type Diagnostic, syntaxErrors } from "./diagnostic.ts";

/** JavaScript of the same meaning, with the source map that leads back. */
export interface Transpiled {
  javascript: string;
  map: string;
  errors: Diagnostic[];
}

/**
 * Strips types and lowers enums, namespaces and standard decorators. Imports stay unless they are marked as types, since a later cell may use them.
 *
 * @param file  its extension says which TypeScript it is; .cts is CommonJS, the others are modules
 */
export function transpile(file: string, source: string): Transpiled {
  if (needsLowering(file, source)) return lower(file, source);
  const { code, map, errors } = transformSync(file, source, {
    sourceType: file.endsWith(".cts") ? "commonjs" : "module",
    sourcemap: true,
    typescript: { onlyRemoveTypeImports: true },
  });
  return { javascript: code, map: JSON.stringify(map), errors: syntaxErrors(errors) };
}
