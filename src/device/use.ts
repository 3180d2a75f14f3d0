import { refuse, show } from "../errors.ts";
import { all } from "./list.ts";

/** The device that computes from now on, and why it was chosen. */
export interface ChosenDevice {
  name: string;
  description: string;
  why: string;
}

/**
 * Chooses what computes: the counterpart of `torch.device("cuda" if torch.cuda.is_available() else "cpu")`.
 *
 * Without it the first op runs on the device that "auto" would take. Tensors of one device move to another when an op needs them.
 *
 * @param name  "auto", or a name of devices.list()
 * @returns     the device's name, what it is, and why it was taken
 * @throws  when there is no such device, naming those that are here
 * @example
 * const device = await useDevice("auto");
 * console.log(`${device.name}: ${device.why}`);
 */
export async function useDevice(name = "auto"): Promise<ChosenDevice> {
  const device = all.find((device) => (name === "auto" ? device.auto !== undefined : device.name === name));
  if (device === undefined) {
    const names = all.map((device) => device.name);
    refuse("useDevice", `a device among auto, ${names.join(", ")}`, show(name), `use ${names.join(" or ")}`);
  }
  turn = turn === undefined ? device.start() : turn.then(device.start, device.start);
  await turn;
  return {
    name: device.name,
    description: device.description,
    why: name === "auto" ? device.auto! : "asked for by name",
  };
}

/** Devices start one after the other, the first at once: tfjs mixes up two backends that start at a time, by tf.ready() too. */
let turn: Promise<void> | undefined;
