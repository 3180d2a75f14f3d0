import { Database, type Row } from "./database.ts";
import { historyFile, IN_MEMORY } from "./location.ts";

/** Session, number of the cell, and its source; or its source and what it gave, when output was asked for. */
export type HistoryEntry = [session: number, line: number, input: string | [source: string, output: string | null]];

export interface RangeOptions {
  /** A session's number; 0 is this one, -1 the one before. */
  session?: number | undefined;
  start?: number | undefined;
  /** The first line that is left out; without it, or at 0, the range goes to the end. */
  stop?: number | undefined;
  output?: boolean;
}

export interface TailOptions {
  n?: number | undefined;
  output?: boolean;
}

export interface SearchOptions extends TailOptions {
  /** As in a shell: `*`, `?` and `[…]`. */
  pattern?: string | undefined;
  /** Of cells with the same source only the latest. */
  unique?: boolean;
}

/** A cell may show megabytes, which nobody looks for in a history. */
const LONGEST_OUTPUT = 10_000;

/**
 * The cells of this session and of those before it. They lie in a database that all kernels of a user share; it is opened when
 * it is first needed. When it cannot be used, this is said once, and the cells of this session are kept in memory.
 */
export class History {
  #path: string;
  #database: Database | undefined;
  #session: number | undefined;

  constructor(path: string = historyFile()) {
    this.#path = path;
  }

  /** Notes a cell before it is answered, so that it outlives this process; again with its output once that is known. */
  record(line: number, source: string, output?: string): void {
    this.#use((database) => {
      this.#session ??= database.startSession();
      database.record(this.#session, line, source, output?.slice(0, LONGEST_OUTPUT));
    });
  }

  /** The cells of a session from `start` until before `stop`. */
  range({ session = 0, start = 0, stop, output = false }: RangeOptions = {}): HistoryEntry[] {
    return this.#use((database) => {
      const absolute = session > 0 ? session : session + (this.#session ?? database.lastSession() + 1);
      return database.range(absolute, start, stop || Number.MAX_SAFE_INTEGER).map(entry(output));
    });
  }

  /** The last `n` cells of all sessions, the latest at the end. */
  tail({ n, output = false }: TailOptions = {}): HistoryEntry[] {
    return this.#use((database) => database.tail(n).map(entry(output)));
  }

  /** The last `n` cells whose source as a whole matches a pattern, the latest at the end. */
  search({ pattern = "*", unique = false, n, output = false }: SearchOptions = {}): HistoryEntry[] {
    return this.#use((database) => database.search(pattern, unique, n).map(entry(output)));
  }

  close(): void {
    try {
      this.#database?.forgetOldest();
    } catch {
      // the file is locked: another kernel will tidy up
    }
    this.#database?.close();
    this.#database = undefined;
  }

  #use<Result>(work: (database: Database) => Result): Result {
    try {
      this.#database ??= new Database(this.#path);
      return work(this.#database);
    } catch (error) {
      if (this.#path === IN_MEMORY || (this.#database && isOfRequest(error))) throw error;
      console.error(
        `sepconv: expected a database of history that can be written at ${this.#path}, received "${(error as Error).message}"; this session's is kept in memory. Move the file away, or let SEPCONV_HISTORY name another`,
      );
      this.#database?.close();
      this.#database = undefined;
      this.#path = IN_MEMORY;
      return this.#use(work);
    }
  }
}

const entry =
  (output: boolean) =>
  ([session, line, source, result]: Row): HistoryEntry => [session, line, output ? [source, result] : source];

/** SQLite's code 1 is for what it was asked, such as a pattern that is too long; other errors have another code, or none. */
function isOfRequest(error: unknown): boolean {
  const { errcode } = error as { errcode?: number };
  return errcode === undefined || (errcode & 0xff) === 1;
}
