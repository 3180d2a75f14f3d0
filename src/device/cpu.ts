import { tf } from "../tf.ts";
import type { Device } from "./device.ts";

export const cpu: Device = {
  name: "cpu",
  description: "plain JavaScript: slow, runs everywhere",
  auto: "what needs nothing but JavaScript",
  async start() {
    await tf.setBackend("cpu");
  },
};
