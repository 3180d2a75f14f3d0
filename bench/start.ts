import { execFileSync, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { cpus, platform, release } from "node:os";
import { join } from "node:path";

/**
 * What a newcomer waits for: wall time of `npm start`, the most memory that its processes hold together (proportional set size,
 * sampled every 50 ms; Linux only), and the size of the install. Prints JSON.
 */
const root = join(import.meta.dirname, "..");
const GOALS = { seconds: 60, peakMegabytes: 1500, installMegabytes: 1000 };

/** Process ids of a process and all that it started. */
function family(parent: number): number[] {
  const parents = readdirSync("/proc").flatMap((entry) => {
    const stat = /^\d+$/.test(entry) ? read(`/proc/${entry}/stat`) : "";
    const [, , ppid] = stat.slice(stat.lastIndexOf(")")).split(" ");
    return ppid === undefined ? [] : [[Number(entry), Number(ppid)] as const];
  });
  const ids = [parent];
  for (const id of ids) ids.push(...parents.filter(([, ppid]) => ppid === id).map(([pid]) => pid));
  return ids;
}

/** A process may end between listing and reading: then it holds nothing. */
function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

const heldMegabytes = (id: number) => Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${id}/smaps_rollup`))?.[1] ?? 0) / 1024;

const begun = performance.now();
const start = spawn("npm", ["start"], { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
let peakMegabytes = 0;
const sampler = setInterval(() => {
  const held = family(start.pid!).reduce((sum, id) => sum + heldMegabytes(id), 0);
  peakMegabytes = Math.max(peakMegabytes, held);
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
