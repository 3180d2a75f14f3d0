import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const { resolve } = createRequire(import.meta.url);

/** A file of an installed package, as text. */
export const packageText = (specifier: string): string => readFileSync(resolve(specifier), "utf8");

/** A file of an installed package, as base64. */
export const packageBase64 = (specifier: string): string => readFileSync(resolve(specifier), "base64");
