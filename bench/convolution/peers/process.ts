import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Task } from "../work/task.ts";
import type { Launch } from "./peers.ts";
import type { Failure, Greeting, Measured, Prepared, Question } from "./protocol.ts";

/** How long a peer may take to start, and for a sample. */
const PATIENCE_MS = 120_000;

/** A peer at work in a process of its own. */
export class PeerProcess {
  version = "";
  threads = 0;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;
  #complaint = "";

  private constructor({ command, argv, environment }: Launch) {
    this.#child = spawn(command, argv, { env: { ...process.env, ...environment } });
    // that it ended, or never began, is told by the lack of an answer
    this.#child.on("error", ({ message }) => (this.#complaint = message));
    this.#child.stdin.on("error", () => {});
    this.#child.stderr.on("data", (text) => (this.#complaint = String(text).trim().split("\n").at(-1)!));
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /** @throws  why the peer is not here */
  static async start(launch: Launch): Promise<PeerProcess> {
    const peer = new PeerProcess(launch);
    Object.assign(peer, await peer.#answer<Exclude<Greeting, Failure>>());
    return peer;
  }

  get isAlive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** @throws  why the peer cannot do it */
  prepare(task: Task, file: string, patienceMs = PATIENCE_MS): Promise<Prepared> {
    return this.#ask({ prepare: task, file }, patienceMs);
  }

  /** Milliseconds of one of so many runs of what was prepared. */
  async measure(runs: number): Promise<number> {
    return (await this.#ask<Measured>({ measure: runs })).milliseconds;
  }

  async stop(): Promise<void> {
    if (!this.isAlive) return;
    const ended = once(this.#child, "exit");
    this.#child.kill("SIGKILL");
    await ended;
  }

  #ask<Answer extends object>(question: Question, patienceMs = PATIENCE_MS): Promise<Answer> {
    this.#child.stdin.write(`${JSON.stringify(question)}\n`);
    return this.#answer<Answer>(patienceMs);
  }

  async #answer<Answer extends object>(patienceMs = PATIENCE_MS): Promise<Answer> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer for ${patienceMs / 1000} s`)), patienceMs);
    });
    try {
      const { value, done } = await Promise.race([this.#lines.next(), late]);
      if (done) throw new Error(`its process ended (${this.#complaint})`);
      const answer = JSON.parse(value as string) as Answer | Failure;
      if ("failure" in answer) throw new Error(answer.failure);
      return answer;
    } catch (error) {
      if (error instanceof Error && error.message.startsWith("no answer")) await this.stop();
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }
}
