import { createRequire } from "node:module";
import type { TsConfigResult } from "get-tsconfig";

const require = createRequire(import.meta.url);

/** Where the `paths` of the tsconfig.json nearest to a folder let an import lead: files, some without their extension, most wanted first. */
export function pathsFrom(folder: string): (specifier: string) => string[] {
  let targets: ((specifier: string) => string[]) | undefined;
  return (specifier) => {
    targets ??= read(folder);
    return targets(specifier);
  };
}

function read(folder: string): (specifier: string) => string[] {
  const project = nearestProject(folder);
  return (project && library().createPathsMatcher(project)) ?? (() => []);
}

/** The tsconfig.json of a folder or of the nearest one above it, with all that it extends; one that cannot be read counts as not there. */
export function nearestProject(folder: string): TsConfigResult | null {
  try {
    return library().getTsconfig(folder);
  } catch {
    return null;
  }
}

/** Loaded by the first import that may need it, since most cells come without. */
const library = () => require("get-tsconfig") as typeof import("get-tsconfig");

/** The TypeScript files that an import of a path may mean where nothing lies at the path itself. */
export const sourcesOf = (path: string): string[] => [
  path.replace(/\.(?<module>[mc]?)js$/, ".$<module>ts"),
  `${path}.ts`,
  `${path}/index.ts`,
];
