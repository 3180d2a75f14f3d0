import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";
import { transpile } from "../language/transpile.ts";
import { registerOrigin } from "./source-maps.ts";

/** Loads the user's TypeScript files as cells are: also with enums and namespaces, which Node does not strip. */
export function loadTypeScript(): void {
  registerHooks({
    load(url, context, nextLoad) {
      if (!/^file:.*\.[mc]?tsx?(?:\?.*)?$/.test(url)) return nextLoad(url, context);
      const file = fileURLToPath(url);
      const source = readFileSync(file, "utf8");
      const { javascript, map } = transpile(file, source);
      registerOrigin(url, source, [map]);
      return { format: file.endsWith(".cts") ? "commonjs" : "module", source: javascript, shortCircuit: true };
    },
  });
}
