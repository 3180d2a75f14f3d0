import { jupyterDisplay } from "../display.ts";
import { Grid } from "../grid.ts";

/** What useDevice() takes, and what it is. */
export interface ListedDevice {
  name: string;
  description: string;
}

/** An array that shows itself as a table in a notebook. */
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
