import { randomUUID } from "node:crypto";

export const PROTOCOL_VERSION = "5.5";

export interface Header {
  msg_id: string;
  msg_type: string;
  session: string;
  username: string;
  date: string;
  version: string;
  /** Names the subshell that a request is for; without it the request is for the main shell. */
  subshell_id?: string | null;
}

export type Content = Record<string, unknown>;

/** One message of the Jupyter protocol. `identities` are the routing frames before the delimiter; on iopub, the topic. */
export interface Message {
  identities: Buffer[];
  header: Header;
  parent_header: Partial<Header>;
  metadata: Content;
  content: Content;
  buffers: Buffer[];
}

/** What a message carries beside its content. `parent` is the header of the message that caused it. */
export interface Envelope {
  identities?: Buffer[];
  parent?: Partial<Header>;
  metadata?: Content;
  buffers?: Buffer[];
}

const session = randomUUID();

/** A new message of this process. */
export function compose(
  msg_type: string,
  content: Content,
  { identities = [], parent = {}, metadata = {}, buffers = [] }: Envelope = {},
): Message {
  const header = {
    msg_id: randomUUID(),
    msg_type,
    session,
    username: "kernel",
    date: new Date().toISOString(),
    version: PROTOCOL_VERSION,
  };
  return { identities, header, parent_header: parent, metadata, content, buffers };
}
