import { types } from "node:util";
import { abortSignal } from "../tasks.ts";
import { duration } from "./duration.ts";
import { recordTensors, tidied } from "./tensors.ts";

const RUNS = 7;
/** A run takes at least this long, so that the clock's own steps do not count. */
const SHORTEST_RUN_S = 0.2;

/** The last value: V8 would leave out code whose value goes nowhere. */
const sink: { value?: unknown } = {};

/** Measures code again and again, and prints the mean and the standard deviation of one loop. */
export async function timeit(options: { loops?: number; runs?: number }, code: () => unknown): Promise<void> {
  let { loops = 1 } = options;
  if (options.loops === undefined) while ((await measure(code, loops)).seconds < SHORTEST_RUN_S) loops *= 10;
  const runs: Run[] = [];
  while (runs.length < (options.runs ?? RUNS)) runs.push(await measure(code, loops));
  delete sink.value;
  const times = runs.map(({ seconds }) => seconds / loops);
  const mean = times.reduce((sum, one) => sum + one, 0) / times.length;
  const deviation = Math.sqrt(times.reduce((sum, one) => sum + (one - mean) ** 2, 0) / times.length);
  const remark = runs.some(({ awaited }) => awaited) ? ", promises awaited" : "";
  process.stdout.write(
    `${duration(mean)} ± ${duration(deviation)} per loop (mean ± std. dev. of ${count(runs.length, "run")}, ${count(loops, "loop")} each${remark})\n`,
  );
}

interface Run {
  seconds: number;
  awaited: boolean;
}

/** The first loop shows whether the code gives promises, which are awaited, or makes tensors, which are disposed of. */
async function measure(code: () => unknown, loops: number): Promise<Run> {
  const start = process.hrtime.bigint();
  const { value, tensors } = recordTensors(code);
  const awaited = types.isPromise(value);
  if (awaited) {
    sink.value = await value;
    await loopAwaiting(code, loops - 1);
  } else {
    for (const tensor of tensors) tensor.dispose();
    loop(tensors.length > 0 ? tidied(code) : code, loops - 1);
  }
  return { seconds: Number(process.hrtime.bigint() - start) / 1e9, awaited };
}

function loop(code: () => unknown, loops: number): void {
  for (let index = 0; index < loops; index++) sink.value = code();
}

async function loopAwaiting(code: () => unknown, loops: number): Promise<void> {
  const signal = abortSignal();
  for (let index = 0; index < loops; index++) {
    signal.throwIfAborted();
    sink.value = await code();
  }
}

const count = (number: number, what: string): string =>
  `${number.toLocaleString("en")} ${what}${number === 1 ? "" : "s"}`;
