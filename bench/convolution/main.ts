/** `npm run bench`: this library's convolutions and its peers', the same work in one run. */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { number } from "../number.ts";
import { summarize } from "../statistics.ts";
import { workshop } from "../workshop.ts";
import { productVerdict, revectorizationVerdict, threadVerdicts } from "./checks/comparisons.ts";
import { memoryVerdicts } from "./checks/own-process.ts";
import { scaling } from "./checks/scaling.ts";
import { Crew } from "./crew.ts";
import { type Job, jobs, productJobs, threadsOf } from "./jobs.ts";
import { machine, peaks } from "./machine.ts";
import { type Extent, measure } from "./measure.ts";
import { type Options, readOptions } from "./options.ts";
import { installRuntime } from "./peers/onnxruntime/runtime.ts";
import { PEERS } from "./peers/peers.ts";
import { writeReport } from "./report/report.ts";
import type { Peaks, Result } from "./report/results.ts";
import type { Verdict } from "./report/verdict.ts";
import { bytesOf, flopsOf } from "./work/cost.ts";
import { describe, type Task } from "./work/task.ts";

const FULL: Extent = { repetitions: 20, budgetMs: 4000 };
const QUICK: Extent = { repetitions: 5, budgetMs: 500 };

const options = readOptions();
if (options) await main(options);

async function main({ only, quick, threads, peers }: Options): Promise<void> {
  if (!peers || peers.includes("onnxruntime-node")) install();
  const extent = quick ? QUICK : FULL;
  mkdirSync(workshop, { recursive: true });
  const folder = mkdtempSync(join(tmpdir(), "convolution-"));
  const crew = new Crew();
  const begun = performance.now();
  try {
    console.error("the machine's peaks …");
    const most = peaks(threads);
    const planned = jobs(threads, peers).filter(({ section }) => only.includes(section));
    const results = await inTurn(crew, planned, extent, folder);
    const verdicts = only.includes("checks") ? await check(crew, results, most, threads, extent, folder) : [];
    const minutes = (performance.now() - begun) / 60_000;
    const { versions, absent } = crew;
    await writeReport({
      machine: machine(threads),
      versions,
      absent,
      minutes,
      ...extent,
      peaks: most,
      results,
      verdicts,
    });
  } finally {
    await crew.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function install(): void {
  try {
    installRuntime();
  } catch (error) {
    console.error(`Without onnxruntime-node: ${(error as Error).message}`);
  }
}

async function inTurn(crew: Crew, planned: readonly Job[], extent: Extent, folder: string): Promise<Result[]> {
  const results: Result[] = [];
  for (const [i, job] of planned.entries()) {
    const { task, threads } = job;
    const title = describe(task);
    const peers = job.peers.map((name) => ({ name, threads: threadsOf(name, job) }));
    const outcomes = await measure(crew, task, peers, extent, folder);
    const times = PEERS.flatMap((name) => {
      const samples = outcomes[name]?.samples ?? [];
      return samples.length > 0 ? [`${name} ${number(summarize(samples).median)}`] : [];
    });
    console.error(`${i + 1}/${planned.length} ${title}, threads ${threads}: ${times.join(", ")} ms`);
    const { section, networks } = job;
    const bytes = task.kind === "layer" ? { bytes: bytesOf(task) } : {};
    const pass = task.kind === "product" ? "forward" : task.pass;
    results.push({
      section,
      title,
      pass,
      threads,
      flops: flopsOf(task),
      ...bytes,
      ...(networks && { networks }),
      outcomes,
    });
  }
  return results;
}

async function check(
  crew: Crew,
  results: Result[],
  most: Peaks,
  threads: number,
  extent: Extent,
  folder: string,
): Promise<Verdict[]> {
  const products = await inTurn(crew, productJobs(), extent, folder);
  results.push(...products);
  const time = async (task: Task): Promise<number> => {
    const { "sepconv-wasm": outcome } = await measure(
      crew,
      task,
      [{ name: "sepconv-wasm", threads: 1 }],
      extent,
      folder,
    );
    return summarize(outcome!.samples).median;
  };
  console.error("memory …");
  const held = memoryVerdicts();
  console.error("scaling …");
  return [
    productVerdict(products[0], most),
    ...threadVerdicts(results, threads),
    revectorizationVerdict(results),
    ...held,
    ...(await scaling(time)),
  ];
}
