/** `npm run bench`: this library's convolutions and its peers', the same work in one run. */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { number } from "../number.ts";
import { summarize } from "../statistics.ts";
import { workshop } from "../workshop.ts";
import { productVerdicts, revectorizationVerdict, threadVerdicts } from "./checks/comparisons.ts";
import { memoryVerdicts } from "./checks/own-process.ts";
import { scaling } from "./checks/scaling.ts";
import { Crew } from "./crew.ts";
import { type Job, jobs, productJobs, threadsOf } from "./jobs.ts";
import { machine, peaks } from "./machine.ts";
import { measure, type Outcomes } from "./measure.ts";
import { type Options, readOptions } from "./options.ts";
import { installRuntime } from "./peers/onnxruntime/runtime.ts";
import { PEERS } from "./peers/peers.ts";
import { writeReport } from "./report/report.ts";
import type { Peaks, Result } from "./report/results.ts";
import type { Verdict } from "./report/verdict.ts";
import { bytesOf, flopsOf } from "./work/cost.ts";
import { describe, type Task } from "./work/task.ts";

/** How much of everything. */
interface Effort {
  repetitions: number;
  /** For a layer; a network has longer. */
  patienceMs: number;
  /** What share of its budget a job has. */
  share: number;
}

const PATIENCE_MS = 120_000;
const FULL: Effort = { repetitions: 20, patienceMs: PATIENCE_MS, share: 1 };
const QUICK: Effort = { repetitions: 5, patienceMs: 10_000, share: 0.1 };

const options = readOptions();
if (options) await main(options);

async function main(options: Options): Promise<void> {
  const { only, quick, threads, peers } = options;
  if (!peers || peers.includes("onnxruntime-node")) install();
  const { repetitions, patienceMs, share } = quick ? QUICK : FULL;
  mkdirSync(workshop, { recursive: true });
  const folder = mkdtempSync(join(tmpdir(), "convolution-"));
  const crew = new Crew();
  const begun = performance.now();
  try {
    console.error("the machine's peaks …");
    const most = peaks(threads);
    const time = (job: Job) => {
      const peers = job.peers.map((name) => ({ name, threads: threadsOf(name, job) }));
      const patience = job.task.kind === "network" ? PATIENCE_MS : patienceMs;
      const extent = { repetitions, patienceMs: patience, budgetMs: share * job.budgetMs };
      return measure(crew, job.task, peers, extent, folder);
    };
    const planned = jobs(options).filter(({ section }) => only.includes(section));
    if (only.includes("checks")) planned.push(...productJobs(peers));
    const results = await inTurn(planned, time);
    const verdicts = only.includes("checks") ? await check(results, most, threads, time) : [];
    const minutes = (performance.now() - begun) / 60_000;
    const { versions, absent } = crew;
    await writeReport({
      machine: machine(threads),
      versions,
      absent,
      minutes,
      repetitions,
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

type Time = (job: Job) => Promise<Outcomes>;

async function inTurn(planned: readonly Job[], time: Time): Promise<Result[]> {
  const results: Result[] = [];
  for (const [i, job] of planned.entries()) {
    const { section, task, threads, networks } = job;
    const outcomes = await time(job);
    const title = describe(task);
    const times = PEERS.flatMap((name) => {
      const samples = outcomes[name]?.samples ?? [];
      return samples.length > 0 ? [`${name} ${number(summarize(samples).median)}`] : [];
    });
    console.error(`${i + 1}/${planned.length} ${title}, threads ${threads}: ${times.join(", ")} ms`);
    const pass = task.kind === "product" ? "forward" : task.pass;
    const bytes = task.kind === "layer" ? { bytes: bytesOf(task) } : {};
    const homes = networks ? { networks } : {};
    results.push({ section, title, pass, threads, flops: flopsOf(task), ...bytes, ...homes, outcomes });
  }
  return results;
}

async function check(results: readonly Result[], most: Peaks, threads: number, time: Time): Promise<Verdict[]> {
  console.error("memory …");
  const held = memoryVerdicts();
  console.error("scaling …");
  const alone = async (task: Task) => {
    const job: Job = { section: "checks", task, threads: 1, peers: ["sepconv-wasm"], budgetMs: 2000 };
    return summarize((await time(job))["sepconv-wasm"]!.samples).lower;
  };
  const product = results.find(({ section, bytes }) => section === "checks" && bytes !== undefined);
  return [
    ...productVerdicts(product, most),
    ...threadVerdicts(results, threads),
    revectorizationVerdict(results),
    ...held,
    ...(await scaling(alone)),
  ];
}
