import type { Content, Message } from "../wire/message.ts";
import type { Kernel } from "./kernel.ts";

/** Content of a reply; `status` is in every one. */
export type ReplyContent = Content & { status: string };

/** Answers one type of request. The bracket of busy and idle, and the sending of the reply, are not its matter. */
export type Handler = (request: Message, kernel: Kernel) => ReplyContent | Promise<ReplyContent>;

/** Handlers by message type. */
export type Handlers = ReadonlyMap<string, Handler>;

/** A field of a request that must be text. */
export function textOf({ header, content }: Message, field: string): string {
  const value = content[field];
  if (typeof value !== "string") {
    throw new TypeError(`expected ${header.msg_type}.${field} to be a string, received ${JSON.stringify(value)}`);
  }
  return value;
}
