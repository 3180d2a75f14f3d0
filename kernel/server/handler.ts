import type { Content, Message } from "../wire/message.ts";
import type { Kernel } from "./kernel.ts";

/** Content of a reply; `status` is in every one. */
export type ReplyContent = Content & { status: string };

/** Answers one type of request; a comm's messages have no reply. The bracket of busy and idle, and the sending, are not its matter. */
export type Handler = (
  request: Message,
  kernel: Kernel,
) => ReplyContent | undefined | Promise<ReplyContent | undefined>;

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

/** What a reply tells of an error of the kernel's own. */
export function failure({ name, message }: Error) {
  return { status: "error" as const, ename: name, evalue: message, traceback: [`${name}: ${message}`] };
}
