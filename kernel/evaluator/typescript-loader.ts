import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";
import { type Diagnostic, positionAt } from "../source/diagnostic.ts";
import { transpile } from "../source/transpile.ts";
import { registerOrigin } from "./source-maps.ts";

/** Loads the user's TypeScript files as cells are: also with enums and namespaces, which Node does not strip. */
export function loadTypeScript(): void {
  registerHooks({
    load(url, context, nextLoad) {
      if (!/^file:.*\.[mc]?tsx?(?:\?.*)?$/.test(url)) return nextLoad(url, context);
      const file = fileURLToPath(url);
      const source = readFileSync(file, "utf8");
      const { javascript, map, errors } = transpile(file, source);
      if (errors[0]) throw syntaxError(file, source, errors[0]);
      registerOrigin(url, source, [map]);
      return { format: file.endsWith(".cts") ? "commonjs" : "module", source: javascript, shortCircuit: true };
    },
  });
}

function syntaxError(file: string, source: string, { message, start }: Diagnostic): SyntaxError {
  const { line, column } = positionAt(source, start);
  const error = new SyntaxError(message);
  error.stack = `SyntaxError: ${message}\n    at ${file}:${line}:${column}`;
  return error;
}
