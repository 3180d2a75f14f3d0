import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { sourceConditions } from "../evaluator/conditions.ts";
import { readJsonc } from "./jsonc.ts";

/** The documents of cells have names that no file of the user's is likely to have. */
const CELL_PREFIX = "notebook-cell-";
export const cellFile = (cell: number): string => `${CELL_PREFIX}${cell}.ts`;
export const GLOBALS = "notebook-globals.d.ts";

/** Declarations of what the evaluator adds to the globals of Node. */
export const globals = `
/** What display() returns: shows another value in the same place. */
interface DisplayHandle {
  readonly id: string;
  update(value: unknown): void;
}
/** Shows a value in the cell's output: by its own MIME bundle, \`[Symbol.for("Jupyter.display")]()\`, or as text. */
declare function display(value: unknown): DisplayHandle;
/** Removes the cell's output, at once or when the next output comes. */
declare function clearOutput(options?: { wait?: boolean }): void;
`;

const kernelRequire = createRequire(import.meta.url);

/**
 * The tsconfig.json under which cells are checked: that of the notebook's folder or of the nearest folder above it, with what cells need.
 * It takes the place of the folder's own file, and is never written.
 */
export function projectOf(folder: string): string {
  const own = join(folder, "tsconfig.json");
  const { extends: inherited = nearestAbove(folder), compilerOptions = {} }: Project = existsSync(own)
    ? (readJsonc(own) as Project)
    : {};
  return JSON.stringify({
    ...(inherited !== undefined && { extends: inherited }),
    include: [`${CELL_PREFIX}*.ts`, GLOBALS],
    exclude: [],
    files: [],
    references: [],
    compilerOptions: {
      ...compilerOptions,
      ...forCells,
      typeRoots: [...(nodeTypes === undefined ? [] : [dirname(nodeTypes)]), join(folder, "node_modules/@types")],
      paths: { ...fallbackPaths(folder), ...compilerOptions.paths },
    },
  });
}

interface Manifest {
  name: string;
  dependencies?: Record<string, string>;
}

interface Project {
  extends?: string | string[];
  compilerOptions?: { paths?: Record<string, string[]> };
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
  const { name, dependencies = {} } = readJsonc(join(root, "package.json")) as Manifest;
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

function nearestAbove(folder: string): string | undefined {
  const above = dirname(folder);
  if (above === folder) return undefined;
  const file = join(above, "tsconfig.json");
  return existsSync(file) ? file : nearestAbove(above);
}
