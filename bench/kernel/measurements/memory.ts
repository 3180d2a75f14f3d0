import { setTimeout as sleep } from "node:timers/promises";
import type { Measurement } from "../measurement.ts";
import { IMPORT_TFJS } from "./tfjs.ts";

/** By then a kernel has done what it does ahead of the next cell. */
const SETTLED_MS = 2500;

/** What all processes of a kernel hold. */
export const memory: Measurement<"memoryIdle" | "memoryTyped" | "memoryTfjs"> = {
  figures: {
    memoryIdle: { title: "memory before the first cell", unit: "MB", goals: [{ atMost: 130 }] },
    memoryTyped: { title: "memory after one typed cell", unit: "MB", goals: [{ atMost: 230 }] },
    memoryTfjs: { title: "memory with tfjs and its types", unit: "MB", goals: [{ atMost: 320 }] },
  },
  async measure({ start, record }) {
    const kernel = await start();
    const settle = async (figure: "memoryIdle" | "memoryTyped" | "memoryTfjs") => {
      await sleep(SETTLED_MS);
      record(figure, kernel.megabytes());
    };
    await settle("memoryIdle");
    await kernel.execute("const one: number = 1;\none");
    await settle("memoryTyped");
    await kernel.execute(IMPORT_TFJS);
    await kernel.execute("const ones: tf.Tensor2D = tf.ones([2, 2]);\nones.shape");
    await settle("memoryTfjs");
  },
};
