/** `npm run bench:counting`: how long counting takes, and what it leaves: all networks in 300 ms, 10,000 layers in 1 s, and no tensor. */
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { count, models, nn, tf } from "sepconv";
import { summarize } from "./statistics.ts";

const ROUNDS = 7;
const DEPTHS = [1000, 2000, 5000, 10_000];

if (process.argv[2] === "--once") {
  console.log(JSON.stringify({ models: everyModel(), depths: DEPTHS.map(deep), tensors: tf.memory().numTensors }));
} else {
  report();
}

/** Milliseconds to count all published networks one after the other, once they are made. */
function everyModel(): { networks: number; layers: number; ms: number } {
  const listed = models.list();
  const networks = listed.map(({ name }) => models.create(name));
  const start = performance.now();
  const layers = networks.reduce((sum, network) => sum + count.module(network).layers.length, 0);
  return { networks: listed.length, layers, ms: performance.now() - start };
}

/** Milliseconds for a network of so many layers: a convolution, a norm and an activation in turn. */
function deep(layers: number): number {
  const block = [() => new nn.Conv2d(8, 8, 3, { padding: 1 }), () => new nn.BatchNorm2d(8), () => new nn.ReLU()];
  const network = new nn.Sequential(...Array.from({ length: layers }, (_, i) => block[i % block.length]!()));
  const start = performance.now();
  count.module(network, [8, 32, 32]);
  return performance.now() - start;
}

type Round = { models: ReturnType<typeof everyModel>; depths: number[]; tensors: number };

/** Each round in a process of its own, so that nothing is warm that a user's first count finds cold. */
function report(): void {
  const rounds = Array.from({ length: ROUNDS }, (): Round => {
    const argv = ["--conditions=source", import.meta.filename, "--once"];
    return JSON.parse(execFileSync(process.execPath, argv, { encoding: "utf8" }));
  });
  const [first] = rounds as [Round];
  const medianOf = (samples: number[]) => summarize(samples).median;
  const all = medianOf(rounds.map((round) => round.models.ms));
  const depths = DEPTHS.map((_, i) => medianOf(rounds.map((round) => round.depths[i]!)));
  const lines = [
    `Counting, median of ${ROUNDS} processes; ${cpus()[0]!.model}, ${cpus().length} cores, Node ${process.version}`,
    "",
    "| what | ms | goal |",
    "| --- | ---: | ---: |",
    `| all ${first.models.networks} networks (${first.models.layers} layers) | ${all.toFixed(0)} | 300 |`,
    ...DEPTHS.map(
      (layers, i) => `| ${layers} layers | ${depths[i]!.toFixed(0)} | ${layers === 10_000 ? "1000" : ""} |`,
    ),
    "",
    `${(depths.at(-1)! / depths[0]! / (DEPTHS.at(-1)! / DEPTHS[0]!)).toFixed(2)} times as long a layer at ${DEPTHS.at(-1)} as at ${DEPTHS[0]}`,
    `tensors left: ${first.tensors}`,
  ];
  mkdirSync("build/bench", { recursive: true });
  writeFileSync("build/bench/counting.json", JSON.stringify(rounds));
  writeFileSync("build/bench/counting.md", `${lines.join("\n")}\n`);
  console.log(lines.join("\n"));
}
