import { setImmediate } from "node:timers/promises";
import type { Router } from "zeromq";
import type { Channel } from "../wire/channel.ts";
import type { Message } from "../wire/message.ts";
import { answer } from "./answer.ts";
import type { Handler } from "./handler.ts";
import { comm_info } from "./handlers/comm_info.ts";
import { complete } from "./handlers/complete.ts";
import { execute } from "./handlers/execute.ts";
import { history } from "./handlers/history.ts";
import { inspect } from "./handlers/inspect.ts";
import { is_complete } from "./handlers/is_complete.ts";
import { kernel_info } from "./handlers/kernel_info.ts";
import { shutdown } from "./handlers/shutdown.ts";
import type { Kernel } from "./kernel.ts";

/**
 * The shell channel: requests are read as they come and answered one after the other. When a cell fails, the cells that
 * wait behind it are aborted, unless its request said `stop_on_error: false`.
 */
export async function serveShell(channel: Channel<Router>, kernel: Kernel): Promise<void> {
  const waiting = new Set<Message>();
  const aborted = new WeakSet<Message>();

  const executeUnlessAborted: Handler = async (request, kernel) => {
    if (aborted.has(request)) return { status: "aborted" };
    const reply = await execute(request, kernel);
    if (reply.status === "error" && request.content.stop_on_error !== false) {
      await setImmediate(); // cells that were sent together with this one may still be in the socket
      for (const other of waiting) aborted.add(other);
    }
    return reply;
  };
  const handlers = new Map<string, Handler>([
    ["kernel_info_request", kernel_info],
    ["execute_request", executeUnlessAborted],
    ["is_complete_request", is_complete],
    ["complete_request", complete],
    ["inspect_request", inspect],
    ["history_request", history],
    ["comm_info_request", comm_info],
    ["shutdown_request", shutdown],
  ]);

  let last: Promise<void> = Promise.resolve();
  for await (const request of channel.messages()) {
    waiting.add(request);
    last = last.then(() => {
      waiting.delete(request);
      return answer(request, channel, handlers, kernel);
    });
  }
}
