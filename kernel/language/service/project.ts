import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createPathsMatcher, type TsConfigResult } from "get-tsconfig";
import { sourceConditions } from "../../evaluator/conditions.ts";
import { nearestProject } from "../../source/paths.ts";
import { DOCUMENTS, GLOBALS } from "./documents.ts";

const kernelRequire = createRequire(import.meta.url);

/**
 * The tsconfig.json under which cells are checked: that of the notebook's folder or of the nearest folder above it, with all that it extends
 * and with what cells need. It takes the place of the folder's own file, and is never written.
 */
export function projectOf(folder: string): string {
  const nearest = nearestProject(folder);
  const { baseUrl: _, ...options } = nearest?.config.compilerOptions ?? {};
  return JSON.stringify({
    include: [DOCUMENTS, GLOBALS],
    compilerOptions: {
      ...options,
      ...forCells,
      typeRoots: [...(nodeTypes === undefined ? [] : [dirname(nodeTypes)]), join(folder, "node_modules/@types")],
      paths: { ...fallbackPaths(folder), ...(nearest && pathsOf(nearest)) },
    },
  });
}

/** The paths of a tsconfig.json with absolute targets, since a baseUrl of old counts among them and an inherited path starts elsewhere. */
function pathsOf(project: TsConfigResult): Record<string, string[]> {
  const { paths = {}, baseUrl } = project.config.compilerOptions ?? {};
  const targetsOf = createPathsMatcher(project);
  const patterns = [...Object.keys(paths), ...(baseUrl === undefined ? [] : ["*"])];
  // a pattern itself is matched by its own star
  return Object.fromEntries(patterns.map((pattern) => [pattern, targetsOf?.(pattern) ?? []]));
}

interface Manifest {
  name: string;
  dependencies?: Record<string, string>;
}

/** Cells are modules that await, import as Node runs them, and declare what only later cells use. */
const forCells = {
  target: "esnext",
  lib: ["esnext", "dom", "dom.iterable", "dom.asynciterable"],
  module: "preserve",
  moduleResolution: "bundler",
  moduleDetection: "force",
  customConditions: ["node", ...sourceConditions()],
  types: ["node"],
  allowImportingTsExtensions: true,
  resolveJsonModule: true,
  esModuleInterop: true,
  allowJs: true,
  checkJs: false,
  noEmit: true,
  composite: false,
  incremental: false,
  declaration: false,
  skipLibCheck: true,
  noImplicitAny: false,
  noUnusedLocals: false,
  noUnusedParameters: false,
  allowUnreachableCode: true,
  allowUnusedLabels: true,
  verbatimModuleSyntax: false,
  isolatedModules: false,
  isolatedDeclarations: false,
  erasableSyntaxOnly: false,
};

const nodeTypes = folderOf("@types/node");

/** The kernel's own package and its dependencies, where the notebook's folder does not have them; as the evaluator resolves them. */
function fallbackPaths(folder: string): Record<string, string[]> {
  const root = packageRoot();
  const { name, dependencies = {} } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Manifest;
  const entry = ["src/index.ts", "dist/index.d.ts"].map((path) => join(root, path)).find((path) => existsSync(path));
  const local = createRequire(join(folder, "notebook.ts"));
  const paths: Record<string, string[]> = {};
  if (entry !== undefined && !local.resolve.paths(name)?.some((path) => existsSync(join(path, name))))
    paths[name] = [entry];
  for (const dependency of Object.keys(dependencies)) {
    if (local.resolve.paths(dependency)?.some((path) => existsSync(join(path, dependency)))) continue;
    const found = folderOf(dependency);
    if (found !== undefined) Object.assign(paths, { [dependency]: [found], [`${dependency}/*`]: [`${found}/*`] });
  }
  return paths;
}

function folderOf(name: string): string | undefined {
  return kernelRequire.resolve
    .paths(name)
    ?.map((path) => join(path, name))
    .find((path) => existsSync(path));
}

/** The nearest folder above the kernel that has a package.json. */
function packageRoot(folder: string = dirname(fileURLToPath(import.meta.url))): string {
  return existsSync(join(folder, "package.json")) ? folder : packageRoot(dirname(folder));
}
