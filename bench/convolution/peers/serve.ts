import { writeFileSync, writeSync } from "node:fs";
import { createInterface } from "node:readline";
import { summarize } from "../../statistics.ts";
import type { Task } from "../work/task.ts";
import type { Candidate, Engine } from "./candidate.ts";
import { WARM_UP, type Failure, type Greeting, type Measured, type Prepared, type Question } from "./protocol.ts";

/** Answers the bench's questions until it hangs up. */
export async function serve(start: () => Promise<Engine>): Promise<void> {
  console.log = console.info = console.error; // standard output is for answers
  let engine: Engine;
  try {
    engine = await start();
  } catch (error) {
    answer({ failure: messageOf(error) });
    return;
  }
  answer({ version: engine.version, threads: engine.threads });
  let chosen: Candidate | undefined;
  for await (const line of createInterface({ input: process.stdin })) {
    const question = JSON.parse(line) as Question;
    try {
      if ("prepare" in question) {
        chosen?.dispose();
        chosen = undefined;
        const { candidate, ...prepared } = await prepare(engine, question.prepare, question.file);
        chosen = candidate;
        answer(prepared);
      } else {
        answer({ milliseconds: await time(chosen!, question.measure) });
      }
    } catch (error) {
      answer({ failure: messageOf(error) });
    }
  }
}

/** Runs a task in each layout that the peer knows, keeps the fastest and writes what it gave. */
async function prepare(engine: Engine, task: Task, file: string): Promise<Prepared & { candidate: Candidate }> {
  const able: Warm[] = [];
  const failures: unknown[] = [];
  for (const candidate of await engine.candidates(task)) {
    try {
      able.push(await warmUp(candidate));
    } catch (error) {
      failures.push(error);
      candidate.dispose();
    }
  }
  const [best, ...others] = able.sort((one, other) => one.milliseconds - other.milliseconds);
  if (best === undefined) throw failures[0];
  for (const { candidate } of others) candidate.dispose();
  const { candidate, milliseconds, result } = best;
  writeFileSync(file, result);
  return { candidate, layout: candidate.layout, milliseconds };
}

interface Warm {
  candidate: Candidate;
  milliseconds: number;
  result: Float32Array;
}

async function warmUp(candidate: Candidate): Promise<Warm> {
  const begun = performance.now();
  const output = await candidate.run(() => {});
  await candidate.settle?.();
  const samples = [performance.now() - begun];
  const result = await candidate.read(output);
  candidate.free(output);
  const isEnough = () =>
    samples[0]! > WARM_UP.milliseconds * WARM_UP.runs ||
    (samples.length > WARM_UP.runs && samples.reduce((sum, sample) => sum + sample) > WARM_UP.milliseconds);
  while (!isEnough()) samples.push(await time(candidate, 1));
  return { candidate, milliseconds: summarize(samples.slice(samples.length / 2)).median, result };
}

/** Milliseconds of one of so many runs. */
async function time(candidate: Candidate, runs: number): Promise<number> {
  let total = 0;
  for (let i = 0; i < runs; i++) {
    let begun = performance.now();
    const output = await candidate.run(() => (begun = performance.now()));
    total += performance.now() - begun;
    candidate.free(output);
  }
  if (candidate.settle) {
    const begun = performance.now();
    await candidate.settle();
    total += performance.now() - begun;
  }
  return total / runs;
}

/** Written at once, so that no answer is lost when the process ends. */
const answer = (message: Greeting | Prepared | Measured | Failure) => writeSync(1, `${JSON.stringify(message)}\n`);

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error)).split("\n")[0]!;
