import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, platform, release } from "node:os";
import { join } from "node:path";
import { drawPicture } from "../picture.ts";
import { workshop } from "../workshop.ts";
import { Kernel } from "./kernel.ts";
import type { Measurement } from "./measurement.ts";
import { measurements } from "./measurements/index.ts";
import { readOptions } from "./options.ts";
import { findPeers, type Peer } from "./peers.ts";
import type { Outcome, Result } from "./results.ts";
import { comparison } from "./comparison.ts";
import { table } from "./table.ts";

const USAGE = `npm run bench:kernel -- [--only NAME,...] [--quick]

Measures this kernel, tslab and Deno in turn, and writes build/bench/kernel.json, kernel.md and kernel.png.

  --only   of ${Object.keys(measurements).join(", ")}
  --quick  one round of few repetitions, to see that it runs`;

/** A peer this slow at something is not asked for it again. */
const TOO_LONG_MS = 30_000;

const options = readOptions(USAGE);
if (options) await main(options.only ?? Object.keys(measurements), options.quick);

async function main(names: string[], isQuick: boolean): Promise<void> {
  const unknown = names.find((name) => !Object.hasOwn(measurements, name));
  if (unknown !== undefined) {
    console.error(`bench:kernel: expected one of ${Object.keys(measurements).join(", ")}, received "${unknown}"`);
    process.exitCode = 2;
    return;
  }
  const { peers, missing } = findPeers();
  for (const reason of missing) console.error(`Without ${reason}`);
  const extent = isQuick ? { rounds: 1, repetitions: 10 } : { rounds: 7, repetitions: 40 };
  const results: Result[] = [];
  for (const name of names) {
    console.error(`${name} …`);
    results.push(...(await measureInTurn(measurements[name]!, peers, extent)));
  }
  const { model } = cpus()[0]!;
  const machine = { cores: cpus().length, model, system: `${platform()} ${release()}`, node: process.version };
  const versions = Object.fromEntries(peers.map(({ name, version }) => [name, version]));
  mkdirSync(workshop, { recursive: true });
  const report = { date: new Date().toISOString(), machine, versions, missing, ...extent, results };
  writeFileSync(join(workshop, "kernel.json"), `${JSON.stringify(report, null, 2)}\n`);
  writeFileSync(join(workshop, "kernel.md"), table(results));
  console.log(table(results));
  await drawPicture(comparison(results), join(workshop, "kernel.png"));
}

/** Rounds in which the peers take turns, so that whatever else the machine does meets all of them. */
async function measureInTurn(
  { figures, measure }: Measurement<string>,
  peers: readonly Peer[],
  { rounds, repetitions }: { rounds: number; repetitions: number },
): Promise<Result[]> {
  const results: Result[] = Object.entries(figures).map(([name, figure]) => ({ name, ...figure, outcomes: {} }));
  const outcomeOf = (figure: string, peer: Peer): Outcome => {
    const { outcomes } = results.find(({ name }) => name === figure)!;
    return (outcomes[peer.name] ??= { samples: [] });
  };
  const left = new Set(peers);
  for (let round = 0; round < rounds; round++) {
    for (const peer of left) {
      const begun = performance.now();
      const record = (figure: string, value: number) => void outcomeOf(figure, peer).samples.push(value);
      const failure = await measureOnce(measure, peer, repetitions, record);
      const incomplete = Object.keys(figures).filter((name) => outcomeOf(name, peer).samples.length === 0);
      if (failure !== undefined) for (const name of incomplete) outcomeOf(name, peer).failure = failure;
      if (incomplete.length > 0 || performance.now() - begun > TOO_LONG_MS) left.delete(peer);
    }
  }
  return results;
}

/** One round of one peer; why it did not come to its end, if it did not. */
async function measureOnce(
  measure: Measurement<string>["measure"],
  peer: Peer,
  repetitions: number,
  record: (figure: string, value: number) => void,
): Promise<string | undefined> {
  const kernels: Kernel[] = [];
  const start = async ({ types } = { types: true }) => {
    const environment = { ...peer.launch.environment, ...(!types && { SEPCONV_TYPECHECK: "off" }) };
    const kernel = await Kernel.start({ ...peer.launch, environment });
    kernels.push(kernel);
    return kernel;
  };
  try {
    await measure({ peer, repetitions, start, record });
    return undefined;
  } catch (error) {
    return (error as Error).message;
  } finally {
    for (const kernel of kernels) await kernel.stop();
  }
}
