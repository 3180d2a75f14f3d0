import { jupyterDisplay } from "../display.ts";
import { Grid } from "../grid.ts";
import { here } from "./here.ts";

/** What useDevice() takes, and what it is. */
export interface ListedDevice {
  name: string;
  description: string;
}

/**
 * The devices that are here, as an array that shows itself as a table in a notebook.
 *
 * @example
 * await display(devices.list());
 */
export class DeviceList extends Array<ListedDevice> {
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }

  override toString(): string {
    return this.#grid().toString();
  }

  [jupyterDisplay](): Record<string, string> {
    return { "text/html": this.#grid().toHtml(), "text/plain": this.toString() };
  }

  #grid(): Grid {
    const rows = Array.from(this, ({ name, description }) => [name, description]);
    return new Grid(["device", "description"], rows, 2);
  }
}

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
