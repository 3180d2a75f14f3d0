import type { Router } from "zeromq";
import type { Channel } from "../wire/channel.ts";
import { compose, type Message } from "../wire/message.ts";
import type { Handler, Handlers, ReplyContent } from "./handler.ts";
import type { Kernel } from "./kernel.ts";

/** Answers one request on the channel it came by, between "busy" and "idle" on iopub. */
export async function answer(
  request: Message,
  channel: Channel<Router>,
  handlers: Handlers,
  kernel: Kernel,
): Promise<void> {
  const { header, identities } = request;
  kernel.iopub.publish("status", { execution_state: "busy" }, header);
  const handler = handlers.get(header.msg_type);
  const reply = handler && (await contentOf(handler, request, kernel));
  if (reply) {
    channel.send(compose(header.msg_type.replace(/_request$/, "_reply"), reply, { identities, parent: header }));
  } else {
    console.error(`sepconv: ${channel.name} knows no message "${header.msg_type}"`);
  }
  kernel.iopub.publish("status", { execution_state: "idle" }, header);
  if (header.msg_type === "shutdown_request") await kernel.close();
}

async function contentOf(handler: Handler, request: Message, kernel: Kernel): Promise<ReplyContent> {
  try {
    return await handler(request, kernel);
  } catch (error) {
    const { name, message, stack } = error as Error;
    console.error(`sepconv: ${request.header.msg_type} failed: ${stack}`);
    return { status: "error", ename: name, evalue: message, traceback: [`${name}: ${message}`] };
  }
}
