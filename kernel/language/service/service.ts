import type { Diagnostic } from "../../source/diagnostic.ts";
import { globals } from "../globals.ts";
import { LocalFiles } from "../local-files.ts";
import { candidates, type CompletionItem, type CompletionList, type Completions, completions } from "./completion.ts";
import { type Complaint, errorsIn, errorsInFile } from "./complaints.ts";
import { ALL, Documents, DRAFT, GLOBALS, type ServedCell } from "./documents.ts";
import { inspect, type Inspection } from "./inspection.ts";
import { Places } from "./position.ts";
import { LanguageServer } from "./server.ts";
import { Supervisor } from "./supervisor.ts";

/** So many of the matches are described: asking for each takes most of a millisecond. */
const DESCRIBED = 10;

/** What TypeScript knows of cells: their type errors, what may come next while one is written, what a name in it is. */
export class LanguageService {
  private readonly documents = new Documents();
  private readonly files: LocalFiles;
  private readonly supervisor: Supervisor;
  private readonly onOutage: (reason: string) => void;
  /** The user's files in which no error has been found since one of them changed. */
  private readonly sound = new Set<string>();
  private told = false;
  private preparing = false;
  private stocked = false;
  private drafts: Promise<unknown> = Promise.resolve();

  /** @param onOutage  hears once that cells are not checked, until they are again */
  constructor(folder: string, onOutage: (reason: string) => void) {
    this.files = new LocalFiles(folder);
    this.onOutage = onOutage;
    this.supervisor = new Supervisor(() => this.start(folder));
  }

  /** The type errors of a cell; none while there is no server. It must then be kept or discarded. */
  async check(cell: ServedCell): Promise<Diagnostic[]> {
    const file = this.documents.place(cell);
    const server = await this.supervisor.server();
    if (!server) return this.unchecked(this.supervisor.outage);
    try {
      const changed = this.files.changes(cell.imports);
      if (changed.length > 0) this.sound.clear();
      await server.changed(changed);
      await server.synchronize(this.documents.texts);
      const { items } = await server.ask<{ items: Complaint[] }>("textDocument/diagnostic", file);
      this.told = false;
      const errors = errorsIn(cell.source, items, this.documents);
      return errors.length > 0 ? errors : await this.errorsInFiles(server, cell);
    } catch (error) {
      return this.unchecked(server.ended ?? (error as Error).message);
    }
  }

  /** Lets later cells see what this one declares, whether it was checked or not. */
  keep(cell: ServedCell): void {
    this.documents.keep(cell);
    void this.prepare();
  }

  /** Forgets a cell that does not run. */
  discard(number: number): void {
    this.documents.discard(number);
  }

  /** Forgets every cell. */
  forget(): void {
    this.documents.forget();
  }

  /** Sees packages that were installed since: a server remembers what it did not find. */
  lookAgain(): void {
    this.supervisor.renew();
  }

  /** What may be written at an offset into a code that no cell has run yet. */
  complete(source: string, offset: number): Promise<Completions> {
    const places = new Places(source);
    const [, dot = "", typed = ""] = /(\??\.\s*)?([\p{ID_Continue}$]*)$/u.exec(source.slice(0, offset)) ?? [];
    const answer = this.draft(source, dot === "" ? typed : undefined, async (server) => {
      const position = places.positionAt(offset);
      const list = await server.ask<CompletionList | null>("textDocument/completion", DRAFT, { position });
      const found = candidates(list ?? { items: [] }, source, offset, places);
      const described = found.slice(0, DESCRIBED).map(async (one) => {
        one.item = await server.request<CompletionItem>("completionItem/resolve", one.item);
      });
      await Promise.all(described);
      return completions(found, source, offset);
    });
    return answer.then((found) => found ?? { matches: [], start: offset, end: offset });
  }

  /**
   * What the name or the call at an offset is.
   *
   * @param detail  1 also says where it is defined, and shows how
   */
  inspect(source: string, offset: number, detail: 0 | 1): Promise<Inspection | undefined> {
    return this.draft(source, undefined, (server) => {
      const { documents } = this;
      const redraft = (text: string) => {
        documents.draft(text);
        return server.synchronize(documents.texts);
      };
      return inspect({ server, documents, source, redraft }, offset, detail);
    });
  }

  async dispose(): Promise<void> {
    await this.supervisor.dispose();
  }

  /** The errors in the user's own files that a cell imports, directly or through each other. */
  private async errorsInFiles(server: LanguageServer, { imports }: ServedCell): Promise<Diagnostic[]> {
    const errors: Diagnostic[] = [];
    for (const path of this.files.behind(imports)) {
      if (this.sound.has(path)) continue;
      const { items } = await server.ask<{ items: Complaint[] }>("textDocument/diagnostic", path);
      const found = errorsInFile(path, items, this.documents);
      if (found.length === 0) this.sound.add(path);
      errors.push(...found);
    }
    return errors;
  }

  /** Drafts share a document, so each waits for the one before. */
  private draft<T>(
    source: string,
    coming: string | undefined,
    answer: (server: LanguageServer) => Promise<T>,
  ): Promise<T | undefined> {
    const answered = this.drafts.then(async () => {
      const server = await this.supervisor.server();
      if (!server) return undefined;
      try {
        this.documents.draft(source, coming);
        await server.synchronize(this.documents.texts);
        return await answer(server);
      } catch (error) {
        if (server.ended !== undefined) return undefined;
        throw error;
      } finally {
        this.documents.endDraft();
      }
    });
    this.drafts = answered.catch(() => {});
    return answered;
  }

  /**
   * Opens documents for the cells to come, while this one runs: a server builds its program anew for each. The first ones come at once, since
   * they cost the less the less cells have imported; later ones one at a time, so that a cell that comes meanwhile hardly waits.
   */
  private async prepare(): Promise<void> {
    const server = this.supervisor.running;
    if (this.preparing || !server || !this.documents.areFew) return;
    this.preparing = true;
    try {
      for (let file = this.documents.make(); file !== undefined; file = this.documents.make()) {
        if (!this.stocked) continue;
        await server.synchronize(this.documents.texts);
        await server.ask("textDocument/documentSymbol", file);
      }
      this.stocked = true;
      this.documents.offer();
      await server.synchronize(this.documents.texts);
      await server.ask("textDocument/diagnostic", ALL);
    } catch (error) {
      if (server.ended === undefined) throw error;
    } finally {
      this.preparing = false;
    }
  }

  private async start(folder: string): Promise<LanguageServer> {
    const server = await LanguageServer.start(folder);
    try {
      const { projectOf } = await import("./project.ts");
      // first, or the others would be taken for a project of their own
      await server.synchronize(
        new Map([
          ["tsconfig.json", projectOf(folder)],
          [GLOBALS, globals],
        ]),
      );
      await server.synchronize(this.documents.texts);
      return server;
    } catch (error) {
      server.dispose();
      throw error;
    }
  }

  private unchecked(reason = "it could not be started"): [] {
    if (!this.told) this.onOutage(reason);
    this.told = true;
    return [];
  }
}
