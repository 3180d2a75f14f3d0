import { tf } from "../tf.ts";
import { searchGpu } from "./here.ts";
import { useDevice } from "./use.ts";

/** Starts "auto" in the background, unless a backend was chosen already by tf.setBackend(). */
export const started: Promise<unknown> = tf.getBackend() ? searchGpu() : useDevice("auto");
