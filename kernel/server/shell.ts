import type { Router } from "zeromq";
import type { Channel } from "../wire/channel.ts";
import { answer } from "./answer.ts";
import type { Handler } from "./handler.ts";
import { comm } from "./handlers/comm.ts";
import { comm_info } from "./handlers/comm_info.ts";
import { complete } from "./handlers/complete.ts";
import { history } from "./handlers/history.ts";
import { inspect } from "./handlers/inspect.ts";
import { is_complete } from "./handlers/is_complete.ts";
import { kernel_info } from "./handlers/kernel_info.ts";
import { shutdown } from "./handlers/shutdown.ts";
import type { Kernel } from "./kernel.ts";
import { Queues } from "./queues.ts";

/**
 * The shell channel. Cells wait for those before them in the same subshell; all else is answered at once, also while a cell runs:
 * completion, inspection and history by the kernel, messages of comms as soon as the running cell awaits.
 */
export async function serveShell(channel: Channel<Router>, kernel: Kernel): Promise<void> {
  const queues = new Queues();
  const handlers = new Map<string, Handler>([
    ["kernel_info_request", kernel_info],
    ["execute_request", queues.execute],
    ["is_complete_request", is_complete],
    ["complete_request", complete],
    ["inspect_request", inspect],
    ["history_request", history],
    ["comm_info_request", comm_info],
    ["comm_open", comm],
    ["comm_msg", comm],
    ["comm_close", comm],
    ["shutdown_request", shutdown],
  ]);
  for await (const request of channel.messages()) {
    const answerIt = () => answer(request, channel, handlers, kernel);
    if (request.header.msg_type === "execute_request") queues.add(request, answerIt);
    else void answerIt();
  }
}
