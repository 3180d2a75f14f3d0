import { readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parseSync } from "oxc-parser";

/** The user's own files that cells import, directly or through each other: the language server must be told when one changes. */
export class LocalFiles {
  private readonly folder: string;
  private readonly modified = new Map<string, number>();

  constructor(folder: string) {
    this.folder = folder;
  }

  /** The files that changed since they were last seen, after the imports of another cell have joined them. */
  changes(imports: string[]): string[] {
    for (const specifier of imports) this.follow(this.folder, specifier);
    const changed = [...this.modified].filter(([file, time]) => modificationTime(file) !== time).map(([file]) => file);
    for (const file of changed) this.read(file);
    return changed;
  }

  private follow(folder: string, specifier: string): void {
    if (!/^\.{0,2}\//.test(specifier)) return;
    const file = candidates(resolve(folder, specifier)).find((path) => modificationTime(path) !== undefined);
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
    for (const specifier of importsOf(module)) this.follow(dirname(file), specifier);
  }
}

/** The modules that a parsed source names in its static imports and exports. */
export function importsOf({ staticImports, staticExports }: ReturnType<typeof parseSync>["module"]): string[] {
  const imported = staticImports.map(({ moduleRequest }) => moduleRequest.value);
  const exported = staticExports.flatMap(({ entries }) => entries.map(({ moduleRequest }) => moduleRequest?.value));
  return [...imported, ...exported].filter((name) => name !== undefined);
}

/** What TypeScript lets a relative import stand for. */
const candidates = (path: string): string[] => [
  path,
  path.replace(/\.(?<module>[mc]?)js$/, ".$<module>ts"),
  `${path}.ts`,
  join(path, "index.ts"),
];

function modificationTime(file: string): number | undefined {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats?.isFile() ? stats.mtimeMs : undefined;
}
