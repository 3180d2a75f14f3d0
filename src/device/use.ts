import { subscribe } from "node:diagnostics_channel";
import { refuse, show } from "../errors.ts";
import { tf } from "../tf.ts";
import type { Device, DeviceOptions } from "./device.ts";
import { everywhere, here, searchGpu, tensorflow } from "./here.ts";

/** The device that computes from now on, and why it was chosen. */
export interface ChosenDevice {
  name: string;
  description: string;
  why: string;
}

/**
 * Chooses what computes: the counterpart of `torch.device("cuda" if torch.cuda.is_available() else "cpu")`.
 *
 * Without it the first op runs on the device that "auto" would take: a GPU if there is one, by WebGPU, else TensorFlow if it is
 * installed and has CUDA or AVX-512 to be faster by, else the CPU by WebAssembly. Tensors of one device move to another when an op
 * needs them. On "webgpu" read tensors by `await tensor.data()`: a GPU cannot be read synchronously. Should it be lost, a notice
 * says so and the library goes on with the next device.
 *
 * @param name     "auto", or a name of devices.list()
 * @param options  of a device taken by its name: on "webgpu" precision "float32", the default, or "float16", for which
 *                 convolutions store their inputs in 16 bits while they multiply them, and sum in 32 (docs/webgpu-kernels.md has the error);
 *                 on "wasm" threads, all cores by default, and vectors of 128 or 256 bits
 * @returns        the device's name, what it is, and why it was taken
 * @throws  when there is no such device, naming those that are here, or it does not know an option or cannot do what it asks for
 * @example
 * const device = await useDevice("auto");
 * console.log(`${device.name}: ${device.why}`);
 */
export function useDevice(name = "auto", options: DeviceOptions = {}): Promise<ChosenDevice> {
  return inTurn(() => {
    if (name !== "auto") return named(name, options);
    checkOptions(name, options, []);
    return best();
  });
}

/** Devices start one after the other, the first at once: tfjs mixes up two backends that start at a time, by tf.ready() too. */
function inTurn<T>(act: () => Promise<T>): Promise<T> {
  const mine = turn === undefined ? act() : turn.then(act, act);
  turn = mine;
  return mine;
}

let turn: Promise<unknown> | undefined;
// A start that an interrupt of a cell has ended never comes to its end.
subscribe("sepconv.interrupt", () => (turn = undefined));

let current: Device | undefined;

async function named(name: string, options: DeviceOptions): Promise<ChosenDevice> {
  const device = everywhere.find((device) => device.name === name) ?? (await special(name));
  checkOptions(name, options, device.options ?? []);
  await start(device, options);
  return { name, description: device.description, why: "asked for by name" };
}

function checkOptions(name: string, options: DeviceOptions, known: readonly string[]): void {
  if (typeof options !== "object" || options === null) {
    refuse("useDevice", "options to be an object", show(options), "leave them out, or write { threads: 2 }");
  }
  for (const option of Object.keys(options).filter((option) => !known.includes(option))) {
    const expected =
      known.length === 0 ? `no options with "${name}"` : `options of "${name}" among ${known.join(", ")}`;
    refuse("useDevice", expected, option, `leave ${option} out, or name a device that knows it`);
  }
}

/** A device that only some machines have. */
async function special(name: string): Promise<Device> {
  const found = new Map([
    ["webgpu", await searchGpu()],
    ["tensorflow", tensorflow],
  ]).get(name);
  if (found && "start" in found) return found;
  const names = here().map((device) => device.name);
  const expected = `a device among auto, ${names.join(", ")}`;
  const remedy = `use ${names.join(" or ")}`;
  if (found === undefined) refuse("useDevice", expected, show(name), remedy);
  refuse("useDevice", expected, `"${name}", but ${found.why}`, `${found.remedy}, or ${remedy}`);
}

async function best(): Promise<ChosenDevice> {
  const search = searchGpu();
  // What would take over, should the GPU be lost, serves already while the search goes on.
  if (current === undefined) await startFirst(everywhere);
  const webgpu = await search;
  const chosen = await startFirst(here(), "why" in webgpu ? [webgpu.why] : []);
  if (chosen.name === everywhere.at(-1)!.name) warnOfSlowness(chosen);
  return chosen;
}

/** Says once that nothing has started but what is there in the worst case. */
function warnOfSlowness({ name, why }: ChosenDevice): void {
  if (!isWarned) console.warn(`sepconv: computing goes slowly, by ${name}: ${why}`);
  isWarned = true;
}

let isWarned = false;

/** Starts the first device that "auto" may take and that does start. */
async function startFirst(devices: readonly Device[], passedOver: string[] = []): Promise<ChosenDevice> {
  const reasons = [...passedOver];
  for (const device of devices) {
    if (device.auto === undefined) {
      reasons.push(`${device.description}, and so taken only by name`);
      continue;
    }
    try {
      await start(device);
      return { name: device.name, description: device.description, why: [...reasons, device.auto].join("; ") };
    } catch (error) {
      reasons.push(`${device.name} did not start (${(error as Error).message})`);
    }
  }
  throw new Error(`useDevice: ${reasons.join("; ")}`);
}

async function start(device: Device, options: DeviceOptions = {}): Promise<void> {
  if (current !== device && current?.leave) await current.leave();
  await device.start((notice) => goOnWithout(device, notice), options);
  current = device;
}

function goOnWithout(device: Device, notice: string): void {
  void inTurn(async () => {
    if (tf.getBackend() !== device.name) return console.warn(`sepconv: ${notice}; what lay only there is gone`);
    const { name } = await startFirst(here().filter((one) => one !== device));
    console.warn(`sepconv: ${notice}; computing goes on with ${name}, what lay only there is gone`);
  });
}
