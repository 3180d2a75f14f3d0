import { setTimeout as sleep } from "node:timers/promises";
import type { Measurement } from "../measurement.ts";

/** By then the types of the loop are checked, and it runs; and after it tslab, which refuses cells for a while, takes them again. */
const PAUSE_MS = 500;

/** How soon a kernel is idle after an interrupt of a loop that never yields. One that loses its variables or its life has no figure. */
export const interrupt: Measurement<"interrupt"> = {
  figures: { interrupt: { title: "interrupt of while(true){} until idle", unit: "ms", goals: [{ atMost: 15 }] } },
  async measure({ repetitions, start, record }) {
    const kernel = await start();
    await kernel.execute("let kept = 0;");
    for (let time = 1; time <= Math.ceil(repetitions / 5); time++) {
      await kernel.execute(`kept = ${time};`);
      const { promise: busy, resolve: onBusy } = Promise.withResolvers<void>();
      const answer = kernel.begin("while (true) {}", onBusy);
      await Promise.race([answer, busy]);
      await sleep(PAUSE_MS);
      const begun = performance.now();
      kernel.interrupt();
      await answer;
      const milliseconds = performance.now() - begun;
      await sleep(PAUSE_MS);
      await kernel.execute(`if (kept !== ${time}) throw new Error("kept is " + kept);`);
      record("interrupt", milliseconds);
    }
  },
};
