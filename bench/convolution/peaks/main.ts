/** Measures the most that the machine does in WebAssembly on so many threads, and prints it as JSON: `main.ts THREADS RATE...`. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { multiplyAdds } from "./loops.ts";
import type { Assignment, Rate } from "./rates.ts";

const [threads, rates] = [Number(process.argv[2]), process.argv.slice(3) as Rate[]];
const best: Partial<Record<Rate, number>> = {};
for (const what of rates) {
  if ((what === "fused" || what === "wide") && !WebAssembly.validate(multiplyAdds(true).module)) continue;
  best[what] = await rate(what);
}
console.log(JSON.stringify(best));

/** Of all threads together in their best window. */
async function rate(what: Rate): Promise<number> {
  const workerData: Assignment = { what, threads, bytes: farBytes(), arrived: new SharedArrayBuffer(4) };
  const script = join(import.meta.dirname, "worker.ts");
  const windows = await Promise.all(
    Array.from({ length: threads }, () => {
      return new Promise<number[]>((resolve, reject) => {
        new Worker(script, { workerData }).once("message", resolve).once("error", reject);
      });
    }),
  );
  return Math.max(...windows[0]!.map((_, i) => windows.reduce((sum, rates) => sum + rates[i]!, 0)));
}

/** So many that no cache holds a part of them worth mentioning. */
function farBytes(): number {
  let cache = 32;
  try {
    cache = Number.parseInt(readFileSync("/sys/devices/system/cpu/cpu0/cache/index3/size", "utf8"), 10) / 1024;
  } catch {
    // as large as most
  }
  return 4 * cache * 2 ** 20;
}
