import { execFileSync, spawn } from "node:child_process";
import { cpus, platform, release } from "node:os";
import { join } from "node:path";
import { heldMegabytes } from "./held-memory.ts";

/**
 * What a newcomer waits for: wall time of `npm start`, the most memory that its processes hold together (proportional set size,
 * sampled every 50 ms; Linux only), and the size of the install. Prints JSON.
 */
const root = join(import.meta.dirname, "..");
const GOALS = { seconds: 60, peakMegabytes: 1500, installMegabytes: 1000 };

const begun = performance.now();
const start = spawn("npm", ["start"], { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
let peakMegabytes = 0;
const sampler = setInterval(() => {
  peakMegabytes = Math.max(peakMegabytes, heldMegabytes(start.pid!));
}, 50);
const status = await new Promise<number | null>((resolve) => start.on("exit", resolve));
clearInterval(sampler);

const seconds = (performance.now() - begun) / 1000;
const installMegabytes = Number.parseInt(
  execFileSync("du", ["-sm", join(root, "node_modules")], { encoding: "utf8" }),
  10,
);
const { model } = cpus()[0]!;
const machine = { cores: cpus().length, model, system: `${platform()} ${release()}`, node: process.version };
console.log(
  JSON.stringify({ status, measured: { seconds, peakMegabytes, installMegabytes }, goals: GOALS, machine }, null, 2),
);
