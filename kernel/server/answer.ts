import type { Router } from "zeromq";
import type { Channel } from "../wire/channel.ts";
import { compose, type Message } from "../wire/message.ts";
import { warn } from "../wire/warn.ts";
import { failure, type Handler, type Handlers, type ReplyContent } from "./handler.ts";
import type { Kernel } from "./kernel.ts";

/** Answers one request on the channel it came by, between "busy" and "idle" on iopub. */
export async function answer(
  request: Message,
  channel: Channel<Router>,
  handlers: Handlers,
  kernel: Kernel,
): Promise<void> {
  const { header, identities } = request;
  kernel.begin(header);
  const handler = handlers.get(header.msg_type);
  const reply = handler && (await contentOf(handler, request, kernel));
  if (reply)
    channel.send(compose(header.msg_type.replace(/_request$/, "_reply"), reply, { identities, parent: header }));
  if (!handler) warn(`${channel.name} knows no message "${header.msg_type}"`);
  kernel.end(header);
  if (header.msg_type === "shutdown_request") await kernel.close();
}

async function contentOf(handler: Handler, request: Message, kernel: Kernel): Promise<ReplyContent | undefined> {
  try {
    return await handler(request, kernel);
  } catch (error) {
    warn(`${request.header.msg_type} failed: ${(error as Error).stack}`);
    return failure(error as Error);
  }
}
