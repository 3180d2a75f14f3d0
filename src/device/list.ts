import { DeviceList } from "./device-list.ts";
import { here } from "./here.ts";

/**
 * The devices that are here: what useDevice() takes, the one preferred by "auto" first. A GPU is among them if there is one; a
 * software adapter, which computes on the CPU by a GPU's interface, says so. Complete once `import("sepconv")` is done; after
 * `require("sepconv")` once useDevice() was awaited.
 *
 * @example
 * console.log(String(devices.list())); // a table: wasm, cpu, and webgpu with its name where there is a GPU
 */
export function list(): DeviceList {
  return DeviceList.from(here(), ({ name, description }) => ({ name, description })) as DeviceList;
}
