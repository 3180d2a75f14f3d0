import type { Router } from "zeromq";
import type { Channel } from "../wire/channel.ts";
import { answer } from "./answer.ts";
import type { Handlers } from "./handler.ts";
import { interrupt } from "./handlers/interrupt.ts";
import { kernel_info } from "./handlers/kernel_info.ts";
import { shutdown } from "./handlers/shutdown.ts";
import { create_subshell, delete_subshell, list_subshell } from "./handlers/subshell.ts";
import type { Kernel } from "./kernel.ts";

const handlers: Handlers = new Map([
  ["kernel_info_request", kernel_info],
  ["interrupt_request", interrupt],
  ["shutdown_request", shutdown],
  ["create_subshell_request", create_subshell],
  ["delete_subshell_request", delete_subshell],
  ["list_subshell_request", list_subshell],
]);

/** The control channel: answered at once, whatever runs on shell. */
export async function serveControl(channel: Channel<Router>, kernel: Kernel): Promise<void> {
  for await (const request of channel.messages()) await answer(request, channel, handlers, kernel);
}
