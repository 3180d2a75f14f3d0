import { setImmediate } from "node:timers/promises";
import type { Router } from "zeromq";
import type { Channel } from "../wire/channel.ts";
import type { Message } from "../wire/message.ts";
import { answer } from "./answer.ts";
import type { Handlers } from "./handler.ts";
import { comm_info } from "./handlers/comm_info.ts";
import { complete } from "./handlers/complete.ts";
import { execute } from "./handlers/execute.ts";
import { history } from "./handlers/history.ts";
import { inspect } from "./handlers/inspect.ts";
import { is_complete } from "./handlers/is_complete.ts";
import { kernel_info } from "./handlers/kernel_info.ts";
import { shutdown } from "./handlers/shutdown.ts";
import type { Kernel } from "./kernel.ts";

const handlers: Handlers = new Map([
  ["kernel_info_request", kernel_info],
  ["execute_request", execute],
  ["is_complete_request", is_complete],
  ["complete_request", complete],
  ["inspect_request", inspect],
  ["history_request", history],
  ["comm_info_request", comm_info],
  ["shutdown_request", shutdown],
]);

const aborting: Handlers = new Map([["execute_request", () => ({ status: "aborted" })]]);

/**
 * The shell channel: requests are read as they come and answered one after the other. When a cell fails, the cells that
 * were waiting behind it are aborted, unless its request said `stop_on_error: false`.
 */
export async function serveShell(channel: Channel<Router>, kernel: Kernel): Promise<void> {
  let arrived = 0;
  let aborted = 0;
  let last: Promise<void> = Promise.resolve();

  const answerInTurn = async (request: Message, order: number) => {
    const isCell = request.header.msg_type === "execute_request";
    const reply = await answer(request, channel, isCell && order <= aborted ? aborting : handlers, kernel);
    if (isCell && reply?.status === "error" && request.content.stop_on_error !== false) {
      await setImmediate(); // cells that were sent together with this one may still be in the socket
      aborted = arrived;
    }
  };
  for await (const request of channel.messages()) {
    const order = ++arrived;
    last = last.then(() => answerInTurn(request, order));
  }
}
