import type { Output } from "../language/interpreter.ts";
import type { Header } from "../wire/message.ts";
import type { Kernel } from "./kernel.ts";

/** Publishes what a cell or a callback puts out. */
export function publishOutput(kernel: Kernel, output: Output, parent: Header): Promise<void> | undefined {
  const { msg_type, content } = output;
  if (!("buffers" in output)) return kernel.iopub.publish(msg_type, content, parent);
  const buffers = output.buffers.map((text) => Buffer.from(text, "base64"));
  return kernel.iopub.publish(msg_type, content, parent, { metadata: output.metadata, buffers });
}
