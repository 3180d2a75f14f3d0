import { randomUUID } from "node:crypto";
import { sendOutput } from "./channel.ts";
import { settleDisplays } from "./display.ts";
import { Buffer, Error, Promise } from "./intrinsics.ts";
import type { CommMessage } from "./protocol.ts";
import { perform } from "./tasks.ts";

/** What a message of a comm carries. */
interface Carried {
  data: unknown;
  metadata: Record<string, unknown>;
  buffers: Uint8Array[];
}

type Extras = Partial<Pick<Carried, "metadata" | "buffers">>;
type Opened = (comm: Comm, opening: Carried) => unknown;

const targets = new Map<string, Opened>();
const comms = new Map<string, Comm>();
/** The comm that the frontend is opening just now. */
let arriving: string | undefined;

/** The global of this name: a channel between cells and the frontend, on which both send data, as widgets do. */
export class Comm {
  readonly id: string;
  readonly targetName: string;
  /** Called for each message from the frontend. */
  onMessage: (message: Carried) => unknown = () => {};
  /** Called when the frontend closes the comm. */
  onClose: (message: Carried) => unknown = () => {};

  /** Opens a comm to the target of this name in the frontend. */
  constructor(targetName: string, data: unknown = {}, { id = randomUUID(), ...extras }: Extras & { id?: string } = {}) {
    if (typeof targetName !== "string")
      throw new TypeError(`Comm: expected targetName to be a string, received ${typeof targetName}`);
    this.id = id;
    this.targetName = targetName;
    comms.set(id, this);
    if (id !== arriving) publish(this, "comm_open", data, extras);
  }

  /** Answers the comms that the frontend opens to a target of this name; without an answer they are closed at once. */
  static register(targetName: string, opened: Opened): void {
    targets.set(targetName, opened);
  }

  send(data: unknown, extras: Extras = {}): void {
    if (comms.get(this.id) !== this) throw new Error(`Comm: "${this.targetName}" is closed; open a new one`);
    publish(this, "comm_msg", data, extras);
  }

  close(data: unknown = {}, extras: Extras = {}): void {
    if (comms.delete(this.id)) publish(this, "comm_close", data, extras);
  }
}

/** Runs what a cell has set up for a message from the frontend. */
export const deliver = (number: number, message: CommMessage): Promise<void> =>
  perform(number, `comm:${message.content.comm_id}`, async (failed) => {
    await Promise.race([failed, receive(message)]);
    await Promise.race([failed, settleDisplays()]);
    return { status: "ok" };
  });

async function receive({ msg_type, content, metadata, buffers }: CommMessage): Promise<void> {
  const { comm_id, target_name = "", data } = content;
  const carried = { data, metadata, buffers: buffers.map((text) => new Uint8Array(Buffer.from(text, "base64"))) };
  if (msg_type === "comm_open") {
    arriving = comm_id;
    const comm = new Comm(target_name, data, { id: comm_id });
    arriving = undefined;
    const opened = targets.get(target_name);
    if (opened) await opened(comm, carried);
    else comm.close();
    return;
  }
  const comm = comms.get(comm_id);
  if (msg_type === "comm_close") comms.delete(comm_id);
  await (msg_type === "comm_close" ? comm?.onClose(carried) : comm?.onMessage(carried));
}

function publish(
  { id, targetName }: Comm,
  msg_type: CommMessage["msg_type"],
  data: unknown,
  { metadata = {}, buffers = [] }: Extras,
): void {
  sendOutput({
    msg_type,
    content: { comm_id: id, ...(msg_type === "comm_open" && { target_name: targetName }), data },
    metadata,
    buffers: buffers.map((buffer) => Buffer.from(buffer).toString("base64")),
  });
}
