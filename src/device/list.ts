import { cpu } from "./cpu.ts";
import type { Device } from "./device.ts";
import { wasm } from "./wasm.ts";

/** Every device, the one preferred by "auto" first. A new device is a file beside this one and an entry here. */
export const all: readonly Device[] = [wasm, cpu];

/**
 * The devices that are here: what useDevice() takes.
 *
 * @example
 * console.log(devices.list()); // [{ name: "wasm", description: … }, { name: "cpu", … }]
 */
export function list(): { name: string; description: string }[] {
  return all.map(({ name, description }) => ({ name, description }));
}
