import { cpu } from "./cpu.ts";
import type { Absence, Device } from "./device.ts";
import { wasm } from "./wasm/wasm.ts";
import { findTensorflow } from "./tensorflow/tensorflow.ts";
import { findWebgpu } from "./webgpu/webgpu.ts";

/** The devices of every machine, the one preferred by "auto" first. A new device is a file beside this one and an entry here. */
export const everywhere: readonly Device[] = [wasm, cpu];

/** What is here only where it was installed. */
export const tensorflow: Device | Absence = findTensorflow();

let webgpu: Device | Absence | undefined;
let search: Promise<Device | Absence> | undefined;

/** Looks once for what only some machines have. */
export function searchGpu(): Promise<Device | Absence> {
  return (search ??= findWebgpu().then((found) => (webgpu = found)));
}

/** The devices that are here, as far as the search has come, the one preferred by "auto" first. */
export const here = (): Device[] => [
  ...[webgpu, tensorflow].filter((found) => found !== undefined).filter((found) => "start" in found),
  ...everywhere,
];
