import type { Section } from "./options.ts";
import { isThreaded, PEERS, type PeerName } from "./peers/peers.ts";
import { goalTasks, inference } from "./work/goals.ts";
import type { Layer } from "./work/layer.ts";
import { convolutionsIn, distinct, mobilenet, NETWORKS } from "./work/network.ts";
import { PASSES, type Task } from "./work/task.ts";

/** A task, on so many threads, for these peers. */
export interface Job {
  section: Section;
  task: Task;
  threads: number;
  peers: PeerName[];
  /** Those that have the layer. */
  networks?: string[];
}

/** Plain JavaScript, a hundred times slower: it has its turn where a goal speaks of it. */
const SLOW: readonly PeerName[] = ["tfjs-cpu"];
/** An experiment with V8. */
const EXPERIMENTS: readonly PeerName[] = ["sepconv-wasm-256"];

/** All that is measured, in order, where "all" threads are so many. */
export function jobs(all: number, asked: readonly PeerName[] | undefined): Job[] {
  const usual = asked ?? PEERS.filter((name) => ![...SLOW, ...EXPERIMENTS].includes(name));
  const jobsOf = (section: Section, tasks: Task[], threads: number, peers: readonly PeerName[] = usual) =>
    tasks.map((task): Job => ({
      section,
      task,
      threads,
      peers: peers.filter((name) => threads === 1 || !SLOW.includes(name)),
    }));
  const batch = (size: number): Task => ({ kind: "network", network: mobilenet(), pass: "inference", batch: size });
  const step: Task = { kind: "network", network: mobilenet(), pass: "training step", batch: 8 };
  return [
    ...jobsOf("goals", goalTasks(), 1, asked ?? PEERS),
    ...jobsOf("goals", [inference()], 1),
    ...(all > 1 ? jobsOf("goals", [...goalTasks(["forward"]), inference()], all) : []),
    ...layerJobs(all, usual),
    ...jobsOf("network", [batch(8), step], all),
  ];
}

/** One image on one thread, as a user waits for it, and a batch on all, as a server or a training run has it. */
function layerJobs(all: number, peers: readonly PeerName[]): Job[] {
  const homes = new Map<string, { layer: Layer; networks: string[] }>();
  for (const [name, title] of Object.entries(NETWORKS)) {
    for (const layer of distinct(convolutionsIn(name))) {
      const key = JSON.stringify(layer);
      homes.set(key, { layer, networks: [...(homes.get(key)?.networks ?? []), title] });
    }
  }
  return [...homes.values()].flatMap(({ layer, networks }) =>
    [1, 8].flatMap((batch) =>
      PASSES.map((pass): Job => {
        const task: Task = { kind: "layer", layer, pass, batch };
        return { section: "layers", task, threads: batch === 1 ? 1 : all, peers: [...peers], networks };
      }),
    ),
  );
}

/** Products of matrices on one thread: a pointwise convolution of 512 channels first, then the peers' own. */
export function productJobs(): Job[] {
  const sides = { height: 32, width: 32, kernel: [1, 1], stride: [1, 1], padding: [0, 0] } as const;
  const layer: Layer = { inChannels: 512, outChannels: 512, groups: 1, ...sides };
  const peers = PEERS.filter((name) => !SLOW.includes(name));
  const tasks: Task[] = [
    { kind: "layer", layer, pass: "forward", batch: 1 },
    { kind: "product", size: 1024 },
  ];
  return tasks.map((task) => ({ section: "checks", task, threads: 1, peers }));
}

/** How many threads a peer is started with for a job. */
export const threadsOf = (peer: PeerName, { threads }: Job): number => (isThreaded(peer) ? threads : 1);
