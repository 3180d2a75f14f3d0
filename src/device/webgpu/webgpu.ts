import { registerKernels } from "../../conv/kernels.ts";
import { tf } from "../../tf.ts";
import type { Absence, Device } from "../device.ts";
import { api, findAdapter, requestDevice, type Adapter } from "./adapter.ts";
import type { Backend } from "./backend.ts";

/** The GPU as a device, or why there is none here. */
export async function findWebgpu(): Promise<Device | Absence> {
  const found = await findAdapter();
  return "why" in found ? found : webgpu(found);
}

function webgpu({ name, software }: Adapter): Device {
  const description = `${name} through WebGPU on ${api}`;
  let backend: Backend | undefined;
  return {
    name: "webgpu",
    ...(software
      ? { description: `${description}: software that computes on the CPU` }
      : { description, auto: `a GPU is here: ${description}` }),
    async start(onLost) {
      if (backend?.lost !== undefined) tf.removeBackend("webgpu");
      if (backend === undefined || backend.lost !== undefined) {
        backend = await register((message) => onLost(`the GPU ${name} was lost (${message})`));
      }
      await tf.setBackend("webgpu");
    },
    async leave() {
      if (backend?.lost === undefined) await backend?.download();
    },
  };
}

async function register(onLost: (message: string) => void): Promise<Backend> {
  // Before there is a navigator.gpu: seeing one, tfjs registers a backend of its own.
  const { Backend } = await import("./backend.ts");
  const { kernelsFor } = await import("./kernels/kernels.ts");
  const { device, info } = await requestDevice();
  let ending = false;
  const backend = new Backend(device, info, (message) => ending || onLost(message));
  // Dawn crashes a process that ends while the GPU is being read.
  process.once("exit", () => {
    ending = true;
    device.destroy();
  });
  tf.registerBackend("webgpu", () => backend, LAST);
  registerKernels("webgpu", kernelsFor(backend, "float32"));
  return backend;
}

/** tf.ready() takes the backend of the highest priority; this one is for useDevice() to take. */
const LAST = 0;
