import { toChoice } from "../../arguments.ts";
import { registerKernels } from "../../conv/kernels.ts";
import { refuse } from "../../errors.ts";
import { tf } from "../../tf.ts";
import type { Absence, Device } from "../device.ts";
import { api, findAdapter, HALF, requestDevice, type Adapter } from "./adapter.ts";
import type { Backend } from "./backend.ts";
import { kernelsFor } from "./kernels/kernels.ts";

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
    options: ["precision"],
    async start(onLost, { precision = "float32" }) {
      if (backend?.lost !== undefined) tf.removeBackend("webgpu");
      if (backend === undefined || backend.lost !== undefined) {
        backend = await register((message) => onLost(`the GPU ${name} was lost (${message})`));
      }
      checkPrecision(precision, backend.device, name);
      registerKernels("webgpu", kernelsFor(backend, precision));
      await tf.setBackend("webgpu");
    },
    async leave() {
      if (backend?.lost === undefined) await backend?.download();
    },
  };
}

function checkPrecision(precision: unknown, { features }: GPUDevice, name: string): void {
  const asked = toChoice("useDevice", "precision", precision, ["float32", "float16"]);
  if (asked === "float32" || features.has(HALF)) return;
  refuse("useDevice", `a GPU with ${HALF} for precision "float16"`, `${name}, without it`, `use precision "float32"`);
}

async function register(onLost: (message: string) => void): Promise<Backend> {
  // Before there is a navigator.gpu: seeing one, tfjs registers a backend of its own.
  const { Backend } = await import("./backend.ts");
  const { device, info } = await requestDevice();
  let ending = false;
  const backend = new Backend(device, info, (message) => ending || onLost(message));
  // Dawn crashes a process that ends while the GPU is being read.
  process.once("exit", () => {
    ending = true;
    device.destroy();
  });
  tf.registerBackend("webgpu", () => backend, LAST);
  return backend;
}

/** tf.ready() takes the backend of the highest priority; this one is for useDevice() to take. */
const LAST = 0;
