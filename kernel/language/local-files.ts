import { readFileSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { parseSync } from "oxc-parser";
import { pathsFrom, sourcesOf } from "../source/paths.ts";

/** The user's own files that cells import, directly or through each other: the language server must be told when one changes. */
export class LocalFiles {
  private readonly folder: string;
  private readonly paths: (specifier: string) => string[];
  private readonly modified = new Map<string, number>();
  private readonly imported = new Map<string, string[]>();

  constructor(folder: string) {
    this.folder = folder;
    this.paths = pathsFrom(folder);
  }

  /** The files that changed since they were last seen, after the imports of another cell have joined them. */
  changes(imports: string[]): string[] {
    for (const specifier of imports) this.follow(this.folder, specifier);
    const changed = [...this.modified].filter(([file, time]) => modificationTime(file) !== time).map(([file]) => file);
    for (const file of changed) this.read(file);
    return changed;
  }

  /** The TypeScript files behind imports of the notebook's. */
  behind(imports: string[]): string[] {
    const found = new Set<string>();
    const visit = (folder: string, specifier: string): void => {
      const file = this.find(folder, specifier);
      if (
        file === undefined ||
        !/(?<!\.d)\.[mc]?tsx?$/.test(file) ||
        found.has(file) ||
        file.includes("/node_modules/")
      )
        return;
      found.add(file);
      for (const next of this.imported.get(file) ?? []) visit(dirname(file), next);
    };
    for (const specifier of imports) visit(this.folder, specifier);
    return [...found];
  }

  private find(folder: string, specifier: string): string | undefined {
    const targets = /^\.{0,2}\//.test(specifier) ? [resolve(folder, specifier)] : this.paths(specifier);
    const candidates = targets.flatMap((path) => [path, ...sourcesOf(path)]);
    return candidates.find((path) => modificationTime(path) !== undefined);
  }

  private follow(folder: string, specifier: string): void {
    const file = this.find(folder, specifier);
    if (file !== undefined && !this.modified.has(file)) this.read(file);
  }

  private read(file: string): void {
    const time = modificationTime(file);
    if (time === undefined) {
      this.modified.delete(file);
      return;
    }
    this.modified.set(file, time);
    const { module } = parseSync(file, readFileSync(file, "utf8"));
    const imports = importsOf(module);
    this.imported.set(file, imports);
    for (const specifier of imports) this.follow(dirname(file), specifier);
  }
}

/** The modules that a parsed source names in its static imports and exports. */
export function importsOf({ staticImports, staticExports }: ReturnType<typeof parseSync>["module"]): string[] {
  const imported = staticImports.map(({ moduleRequest }) => moduleRequest.value);
  const exported = staticExports.flatMap(({ entries }) => entries.map(({ moduleRequest }) => moduleRequest?.value));
  return [...imported, ...exported].filter((name) => name !== undefined);
}

function modificationTime(file: string): number | undefined {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats?.isFile() ? stats.mtimeMs : undefined;
}
