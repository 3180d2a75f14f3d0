import { Refusal } from "../refusal.ts";
import { lastLine, run } from "./run.ts";

/** What the library says of a TensorFlow that computes. */
export interface Verified {
  description: string;
  /** What it computes on: with CUDA, too, the CPU where it finds no GPU. */
  hardware: "a GPU" | "the CPU";
  /** From the import of the library to the result. */
  milliseconds: number;
}

/**
 * Starts the TensorFlow in a folder as a notebook would, in a process of its own, and multiplies.
 *
 * @throws Refusal  when it does not load, ends its process, or computes something else
 */
export async function verify(folder: string, signal?: AbortSignal): Promise<Verified> {
  const program = `
    const start = performance.now();
    const { conv2d, tf, useDevice } = await import(${JSON.stringify(import.meta.resolve("sepconv"))});
    const { description } = await useDevice("tensorflow");
    const y = conv2d(tf.ones([1, 4, 5, 5]), tf.ones([2, 2, 3, 3]), { groups: 2 });
    const [value] = tf.matMul(tf.reshape(y, [2, 9]), tf.ones([9, 1])).dataSync();
    if (value !== 162) throw new Error("it computed " + value + " instead of 162");
    const hardware = tf.backend().isUsingGpuDevice ? "a GPU" : "the CPU";
    process.stdout.write(JSON.stringify({ description, hardware, milliseconds: performance.now() - start }));`;
  const env = { ...process.env, SEPCONV_TENSORFLOW: folder };
  const args = [...process.execArgv, "--input-type=module", "--eval", program];
  const ended = await run(process.execPath, args, { env, signal, timeout: PATIENCE });
  if (ended.code === 0) return JSON.parse(ended.stdout);
  const reason = /^\w*Error(?: \[\w+\])?: (.*)/mu.exec(ended.stderr)?.[1] ?? lastLine(ended);
  throw new Refusal(`expected TensorFlow to start and compute, received "${reason}"; ${REMEDY}`);
}

const PATIENCE = 120_000;
const REMEDY = "it needs a processor with AVX and glibc 2.27; wasm works without it";
