import { launchOf, type PeerName } from "./peers/peers.ts";
import { PeerProcess } from "./peers/process.ts";

/** The peers at work: a process for each number of threads, started when it is first needed and anew should it have ended. */
export class Crew {
  readonly #processes = new Map<string, PeerProcess>();
  readonly #absent = new Map<PeerName, string>();

  /** Why peers are not here, of those that were asked for. */
  get absent(): ReadonlyMap<PeerName, string> {
    return this.#absent;
  }

  get versions(): Record<string, string> {
    return Object.fromEntries([...this.#processes].map(([key, { version }]) => [key.split(" ")[0], version]));
  }

  /** @returns  undefined for a peer that is not here */
  async take(name: PeerName, threads: number): Promise<PeerProcess | undefined> {
    const key = `${name} ${threads}`;
    const running = this.#processes.get(key);
    if (running?.isAlive) return running;
    if (this.#absent.has(name)) return undefined;
    try {
      const process = await PeerProcess.start(launchOf(name, threads));
      this.#processes.set(key, process);
      return process;
    } catch (error) {
      this.#absent.set(name, (error as Error).message);
      return undefined;
    }
  }

  async stop(): Promise<void> {
    for (const process of this.#processes.values()) await process.stop();
  }
}
