import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Diagnostic } from "./diagnostics.ts";
import { LocalFiles } from "./local-files.ts";
import { LanguageServer, type ServerDiagnostic } from "./lsp.ts";
import type { Declaration } from "./outline.ts";
import { cellFile, GLOBALS, globals, projectOf } from "./project.ts";

const ERROR = 1;

/**
 * Checks the types of cells by TypeScript's language server. Each cell is a document beside the notebook that is never written; a hidden
 * first line declares what the cells before it left, a hidden last line exports what it leaves itself.
 */
export class Checker {
  private readonly folder: string;
  private readonly server: Promise<LanguageServer>;
  private readonly opened: Promise<void>;
  private readonly declared = new Map<string, { cell: number; declaration: Declaration }>();
  private readonly files: LocalFiles;
  private lost: string | undefined;

  constructor(folder: string) {
    this.folder = folder;
    this.files = new LocalFiles(folder);
    this.server = LanguageServer.start(folder);
    this.opened = this.open();
    this.opened.catch((error: unknown) => this.lose(error));
  }

  /** Why cells are no longer checked, once that is so. */
  get failure(): string | undefined {
    return this.lost;
  }

  /** The type errors of a cell; none when the server is lost. */
  async check(cell: number, source: string, declarations: Declaration[], imports: string[]): Promise<Diagnostic[]> {
    try {
      await this.opened;
      const server = await this.server;
      await server.changed(this.files.changes(imports).map((file) => pathToFileURL(file).href));
      const uri = this.uri(cellFile(cell));
      // a line for the shell may only be the first, and here is none
      const text = source.replace(/^#!/, "//");
      await server.open(uri, [this.header(declarations), text, footer(declarations)].join("\n"));
      return errorsIn(source, await server.diagnostics(uri));
    } catch (error) {
      this.lose(error);
      return [];
    }
  }

  /** Forgets a cell that does not run. */
  async discard(cell: number): Promise<void> {
    await (await this.server).close(this.uri(cellFile(cell)));
  }

  /** Lets later cells see what this one declares. */
  keep(cell: number, declarations: Declaration[]): void {
    for (const declaration of declarations) this.declared.set(declaration.name, { cell, declaration });
  }

  /** Forgets what cells declared. */
  forget(): void {
    this.declared.clear();
  }

  async dispose(): Promise<void> {
    await this.server.then(
      (server) => server.dispose(),
      () => {},
    );
  }

  private async open(): Promise<void> {
    const server = await this.server;
    void server.died.then((reason) => this.lose(reason));
    await server.open(this.uri("tsconfig.json"), projectOf(this.folder));
    await server.open(this.uri(GLOBALS), globals);
    // loads the libraries while the first cell is still being written
    await server.open(this.uri(cellFile(0)), "export {};");
    await server.diagnostics(this.uri(cellFile(0)));
  }

  private lose(reason: unknown): void {
    this.lost ??= reason instanceof Error ? reason.message : String(reason);
  }

  private uri(file: string): string {
    return pathToFileURL(join(this.folder, file)).href;
  }

  private header(declarations: Declaration[]): string {
    const own = new Set(declarations.map(({ name }) => name));
    const earlier = [...this.declared.values()].filter(({ declaration }) => !own.has(declaration.name));
    return earlier.map(({ cell, declaration }) => referTo(cell, declaration)).join(" ");
  }
}

/** An imported binding could not be assigned to, so a variable is declared with the type that it has in its cell. */
function referTo(cell: number, { name, form }: Declaration): string {
  const module = JSON.stringify(`./${cellFile(cell)}`);
  if (typeof form === "object") return form.imported;
  if (form === "declaration") return `import { ${name} } from ${module};`;
  return `declare ${form} ${name}: typeof import(${module}).${name};`;
}

function footer(declarations: Declaration[]): string {
  return `export { ${declarations
    .filter(({ exported }) => !exported)
    .map(({ name }) => name)
    .join(", ")} };`;
}

function errorsIn(source: string, diagnostics: ServerDiagnostic[]): Diagnostic[] {
  const lines = source.split("\n");
  const starts = lines.map((_, index) => lines.slice(0, index).join("\n").length + Math.min(index, 1));
  const offset = (line: number, character: number) => (starts[line - 1] ?? source.length) + character;
  return diagnostics
    .filter(({ severity, range }) => severity === ERROR && starts[range.start.line - 1] !== undefined)
    .map(({ code, message, range: { start, end } }) => ({
      message,
      start: offset(start.line, start.character),
      end: offset(end.line, end.character),
      code,
    }))
    .sort((one, other) => one.start - other.start);
}
