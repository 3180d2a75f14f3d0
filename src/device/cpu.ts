import { tf } from "../tf.ts";
import type { Device } from "./device.ts";

export const cpu: Device = {
  name: "cpu",
  description: "plain JavaScript: slow, runs everywhere",
  async start() {
    await tf.setBackend("cpu");
  },
};
