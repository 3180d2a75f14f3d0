import type { Options, Section } from "./options.ts";
import { isOurs, isThreaded, PEERS, type PeerName } from "./peers/peers.ts";
import { goals, goalTasks, inference } from "./work/goals.ts";
import type { Layer } from "./work/layer.ts";
import { convolutionsIn, distinct, mobilenet, NETWORKS } from "./work/network.ts";
import { describe, PASSES, type Task } from "./work/task.ts";

/** A task, on so many threads, for these peers. */
export interface Job {
  section: Section;
  task: Task;
  threads: number;
  peers: readonly PeerName[];
  /** A peer that has needed so long is not asked for more of it. */
  budgetMs: number;
  /** Those that have the layer. */
  networks?: string[];
}

/** Plain JavaScript, a hundred times slower: it has its turn at the goals alone, in a quick run where a goal names it. */
const SLOW: PeerName = "tfjs-cpu";
/** Ours without V8's joining of vectors: an experiment, at the goals alone. */
const EXPERIMENT: PeerName = "sepconv-wasm-128";

/** All that is measured, in order, where "all" threads are so many. */
export function jobs({ threads: all, peers: asked, quick }: Pick<Options, "threads" | "peers" | "quick">): Job[] {
  const usual = asked ?? PEERS.filter((name) => name !== SLOW && name !== EXPERIMENT);
  const isNamed = (task: Task) => goals().some((goal) => goal.task === describe(task) && goal.against === SLOW);
  const one = goalTasks().map((task): Job => {
    const peers = asked ?? PEERS.filter((name) => name !== SLOW || !quick || isNamed(task));
    return { section: "goals", task, threads: 1, peers, budgetMs: 2000 };
  });
  const network = (task: Task, threads: number, section: Section): Job => {
    return { section, task, threads, peers: usual, budgetMs: 20_000 };
  };
  const several = goalTasks(["forward"]).map((task): Job => {
    return { section: "goals", task, threads: all, peers: usual, budgetMs: 2000 };
  });
  const step: Task = { kind: "network", network: mobilenet(), pass: "training step", batch: 8 };
  return [
    ...one,
    network(inference(), 1, "goals"),
    ...(all > 1 ? [...several, network(inference(), all, "goals")] : []),
    ...layerJobs(all, usual),
    network(inference(8), all, "network"),
    network(step, all, "network"),
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
        return { section: "layers", task, threads: batch === 1 ? 1 : all, peers, budgetMs: 800, networks };
      }),
    ),
  );
}

/** Products of matrices on one thread: a pointwise convolution of 512 channels, which is one, and the peers' own. */
export function productJobs(asked: Options["peers"]): Job[] {
  const sides = { height: 32, width: 32, kernel: [1, 1], stride: [1, 1], padding: [0, 0] } as const;
  const layer: Layer = { inChannels: 512, outChannels: 512, groups: 1, ...sides };
  const pointwise: Task = { kind: "layer", layer, pass: "forward", batch: 1 };
  const peers = asked ?? PEERS.filter((name) => name !== SLOW);
  const job = { section: "checks", threads: 1, budgetMs: 2000 } as const;
  return [
    { ...job, task: pointwise, peers },
    { ...job, task: { kind: "product", size: 1024 }, peers: peers.filter((name) => !isOurs(name)) },
  ];
}

/** How many threads a peer is started with for a job. */
export const threadsOf = (peer: PeerName, { threads }: Job): number => (isThreaded(peer) ? threads : 1);
