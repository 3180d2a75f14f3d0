import { dirname } from "node:path";
import process from "node:process";
import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import { makeMissing } from "../../folder.ts";
import { IN_MEMORY } from "./location.ts";

/** A cell as it lies in the database. */
export type Row = [session: number, line: number, source: string, output: string | null];

/** Another kernel writes for less than a millisecond; who holds the file for longer than this is not a kernel. */
const BUSY_MS = 500;
const KEPT_CELLS = 100_000;
/** What a user has typed is nobody else's to read. */
const OWN = 0o700;

// In WAL mode kernels read while another one writes. NORMAL waits for no disk: what is written outlives the process, though
// perhaps not a power cut.
const SCHEMA = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS sessions (session INTEGER PRIMARY KEY AUTOINCREMENT, started TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS cells (
    session INTEGER NOT NULL, line INTEGER NOT NULL, source TEXT NOT NULL, output TEXT, PRIMARY KEY (session, line)
  ) WITHOUT ROWID;`;

const LATEST_FIRST = "ORDER BY session DESC, line DESC";

/** The SQLite file of the history. Every method may throw when the file is locked, damaged or not to be written. */
export class Database {
  readonly #database: DatabaseSync;
  readonly #start: StatementSync;
  readonly #record: StatementSync;

  constructor(path: string) {
    if (path !== IN_MEMORY) makeMissing(dirname(path), OWN);
    // loaded here, since a kernel that is asked for nothing but its name needs no SQLite
    const { DatabaseSync } = process.getBuiltinModule("node:sqlite");
    this.#database = new DatabaseSync(path, { timeout: BUSY_MS });
    this.#database.exec(SCHEMA);
    this.#start = this.#database.prepare("INSERT INTO sessions (started) VALUES (?)");
    this.#record = this.#database.prepare(
      `INSERT INTO cells (session, line, source, output) VALUES (?, ?, ?, ?)
       ON CONFLICT (session, line) DO UPDATE SET source = excluded.source, output = excluded.output`,
    );
  }

  /** Begins a session and returns its number. */
  startSession(): number {
    return Number(this.#start.run(new Date().toISOString()).lastInsertRowid);
  }

  lastSession(): number {
    const [row] = this.#select("SELECT coalesce(max(session), 0) FROM sessions");
    return Number(row![0]);
  }

  record(session: number, line: number, source: string, output: string | undefined): void {
    this.#record.run(session, line, source, output ?? null);
  }

  range(session: number, start: number, stop: number): Row[] {
    return this.#select(
      "SELECT * FROM cells WHERE session = ? AND line >= ? AND line < ? ORDER BY line",
      session,
      start,
      stop,
    );
  }

  tail(n: number | undefined): Row[] {
    return this.#select(`SELECT * FROM cells ${LATEST_FIRST} LIMIT ?`, limit(n)).toReversed();
  }

  search(pattern: string, unique: boolean, n: number | undefined): Row[] {
    // beside max(), SQLite takes the other columns from the row that has the maximum
    const latest = "SELECT session, line, source, output, max(session * 4294967296 + line) FROM cells";
    const cells = unique ? `(${latest} WHERE source GLOB ?1 GROUP BY source)` : "cells";
    return this.#select(
      `SELECT session, line, source, output FROM ${cells} WHERE source GLOB ?1 ${LATEST_FIRST} LIMIT ?2`,
      pattern,
      limit(n),
    ).toReversed();
  }

  /** Forgets the sessions before the last 100,000 cells. */
  forgetOldest(): void {
    this.#database.exec(
      `DELETE FROM cells WHERE session < (SELECT session FROM cells ${LATEST_FIRST} LIMIT 1 OFFSET ${KEPT_CELLS - 1})`,
    );
  }

  close(): void {
    this.#database.close();
  }

  #select(sql: string, ...values: SQLInputValue[]): Row[] {
    const statement = this.#database.prepare(sql);
    statement.setReturnArrays(true);
    return statement.all(...values) as unknown as Row[];
  }
}

const limit = (n: number | undefined): number => n ?? -1;
