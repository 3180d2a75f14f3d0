import type { LanguageServer } from "./server.ts";

/** A server that lived so long may be replaced at once when it dies. */
const SOUND_MS = 60_000;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 60_000;

/** Starts the language server when it is first asked for, and another one in the background when it dies. */
export class Supervisor {
  /** Why there is no server, while there is none though one was asked for. */
  outage: string | undefined;
  /** The server, if there is one by now. */
  running: LanguageServer | undefined;
  private readonly start: () => Promise<LanguageServer>;
  private current: Promise<LanguageServer | undefined> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private failures = 0;
  private disposed = false;

  /** @param start  resolves when the server may be asked */
  constructor(start: () => Promise<LanguageServer>) {
    this.start = start;
  }

  /** The server; undefined while a dead one is being replaced. */
  server(): Promise<LanguageServer | undefined> {
    this.current ??= this.attempt();
    return this.outage === undefined ? this.current : Promise.resolve(undefined);
  }

  /** Lets the next who asks have a fresh server. */
  renew(): void {
    // one that is being replaced will be fresh
    if (this.outage !== undefined) return;
    const before = this.current;
    this.current = undefined;
    this.running = undefined;
    void before?.then((server) => server?.dispose());
  }

  async dispose(): Promise<void> {
    this.disposed = true;
    clearTimeout(this.timer);
    (await this.current)?.dispose();
  }

  private async attempt(): Promise<LanguageServer | undefined> {
    const began = performance.now();
    try {
      const server = await this.start();
      this.outage = undefined;
      this.running = server;
      void server.died.then((reason) => this.replace(reason, performance.now() - began));
      return server;
    } catch (error) {
      this.replace((error as Error).message, 0);
      return undefined;
    }
  }

  /** A server that keeps dying is replaced ever more seldom. */
  private replace(reason: string, lived: number): void {
    this.running = undefined;
    if (this.disposed) return;
    this.outage = reason;
    this.failures = lived < SOUND_MS ? this.failures + 1 : 0;
    const pause = this.failures > 1 ? Math.min(FIRST_PAUSE_MS * 2 ** (this.failures - 2), LONGEST_PAUSE_MS) : 0;
    this.timer = setTimeout(() => (this.current = this.attempt()), pause).unref();
  }
}
