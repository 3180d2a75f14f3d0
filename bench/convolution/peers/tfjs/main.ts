/** The process of a peer that computes with tfjs: `main.ts NAME THREADS`. */
import type { Engine } from "../candidate.ts";
import { serve } from "../serve.ts";
import { candidatesOf, type Settle } from "./candidates.ts";
import { stock } from "./stock.ts";
import type { Style, Tf } from "./style.ts";

const starts: Record<string, (threads: number) => Promise<Engine>> = {
  async "tfjs-cpu"() {
    const tf = await import("@tensorflow/tfjs");
    await tf.setBackend("cpu");
    return engine(tf, stock(tf, ["NHWC"], "explicit"), 1);
  },
  async "tfjs-wasm"() {
    const tf = await import("@tensorflow/tfjs");
    await import("@tensorflow/tfjs-backend-wasm");
    await tf.setBackend("wasm");
    return engine(tf, stock(tf, ["NHWC"], "explicit"), 1);
  },
  async "tfjs-webgpu"() {
    const { tf, settle, description } = await gpu();
    return engine(tf, stock(tf, ["NHWC", "NCHW"], "explicit"), 0, description, settle);
  },
  // TensorFlow reads its number of threads from the environment
  async "tfjs-node"(threads) {
    const { tf, description } = await device("tensorflow");
    return engine(tf, stock(tf, ["NHWC"], "named"), threads, description);
  },
  async "sepconv-tensorflow"(threads) {
    const { tf, description } = await device("tensorflow");
    return engine(tf, await ours(), threads, description);
  },
  async "sepconv-wasm"(threads) {
    const { tf, description } = await device("wasm", { threads });
    return engine(tf, await ours(), threads, description);
  },
  async "sepconv-wasm-128"(threads) {
    const { tf, description } = await device("wasm", { threads, vectors: 128 });
    return engine(tf, await ours(), threads, description);
  },
  async "sepconv-webgpu"() {
    const { tf, settle, description } = await gpu();
    return engine(tf, await ours(), 0, description, settle);
  },
};

function engine(tf: Tf, style: Style, threads: number, description = "", settle?: Settle): Engine {
  const version = [`tfjs ${tf.version_core}`, ...(description ? [description] : [])].join(", ");
  return { version, threads, candidates: (task) => candidatesOf(tf, style, settle, task) };
}

const ours = async () => (await import("./sepconv.ts")).sepconv;

type DeviceOptions = NonNullable<Parameters<(typeof import("sepconv"))["useDevice"]>[1]>;

/** A device of this library alone: it starts none by itself where a backend is there already. */
async function device(name: string, options: DeviceOptions = {}): Promise<{ tf: Tf; description: string }> {
  const { setBackend } = await import("@tensorflow/tfjs");
  await setBackend("cpu");
  const { tf, useDevice } = await import("sepconv");
  const { description } = await useDevice(name, options);
  return { tf, description };
}

/** A GPU of hardware: software that computes on the CPU says nothing by its times. */
async function gpu(): Promise<{ tf: Tf; description: string; settle: NonNullable<Settle> }> {
  const { tf, useDevice } = await import("sepconv");
  const { name, description, why } = await useDevice("auto");
  if (name !== "webgpu") throw new Error(why.split("; ")[0]);
  const backend = tf.backend() as unknown as { submitQueue(): void; device: GPUDevice };
  const settle = () => {
    backend.submitQueue();
    return backend.device.queue.onSubmittedWorkDone();
  };
  return { tf, description, settle };
}

const [name, threads] = process.argv.slice(2) as [string, string];
await serve(() => starts[name]!(Number(threads)));
