import { registerHooks } from "node:module";
import { extname } from "node:path";

const BRIDGE = new URL(`./tslab${extname(import.meta.url)}`, import.meta.url).href;

/** Answers imports of "tslab" with the kernel's own module, also where tslab is installed: its own shows nothing outside of its kernel. */
export function bridgeTslab(): void {
  registerHooks({
    resolve: (specifier, context, nextResolve) =>
      specifier === "tslab" ? { url: BRIDGE, format: "module", shortCircuit: true } : nextResolve(specifier, context),
  });
}
