import type { Content, Header, Message } from "./message.ts";
import type { Signature } from "./signature.ts";

const DELIMITER = Buffer.from("<IDS|MSG>");
const utf8 = new TextDecoder("utf-8", { fatal: true });

/** A message as ZeroMQ frames: identities, delimiter, signature, header, parent header, metadata, content, buffers. */
export function encode(message: Message, signature: Signature): Buffer[] {
  const { identities, header, parent_header, metadata, content, buffers } = message;
  const parts = [header, parent_header, metadata, content].map((part) => Buffer.from(JSON.stringify(part)));
  return [...identities, DELIMITER, signature.sign(parts), ...parts, ...buffers];
}

/**
 * The message in ZeroMQ frames.
 *
 * @throws when frames are missing, the signature does not match or was used before, or a part is not what the protocol says
 */
export function decode(frames: readonly Buffer[], signature: Signature): Message {
  const delimiter = frames.findIndex((frame) => frame.equals(DELIMITER));
  if (delimiter < 0) throw new Error(`expected the frame <IDS|MSG>, received ${frames.length} frames without it`);
  const [signed, ...rest] = frames.slice(delimiter + 1);
  const parts = rest.slice(0, 4);
  if (!signed || parts.length < 4) {
    throw new Error(
      `expected a signature and four JSON parts after <IDS|MSG>, received ${frames.length - delimiter - 1} frames`,
    );
  }
  if (!signature.matches(parts, signed))
    throw new Error("expected a signature made with the connection file's key, received another");
  if (signature.repeats(signed)) throw new Error("expected a new message, received one again");
  const [header, parent_header, metadata, content] = ["header", "parent_header", "metadata", "content"].map((name, i) =>
    parse(name, parts[i]!),
  ) as [Content, Content, Content, Content];
  return {
    identities: frames.slice(0, delimiter),
    header: headerOf(header),
    parent_header,
    metadata,
    content,
    buffers: rest.slice(4),
  };
}

function parse(name: string, part: Buffer): Content {
  let value: unknown;
  try {
    value = JSON.parse(utf8.decode(part));
  } catch (error) {
    throw new Error(`expected ${name} to be JSON, received "${(error as Error).message}"`, { cause: error });
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Error(`expected ${name} to be a JSON object, received ${shown(value)}`);
  }
  return value as Content;
}

function headerOf(header: Content): Header {
  for (const field of ["msg_id", "msg_type"]) {
    if (typeof header[field] !== "string") {
      throw new TypeError(`expected header.${field} to be a string, received ${shown(header[field])}`);
    }
  }
  if (typeof (header.subshell_id ?? "") !== "string") {
    throw new TypeError(`expected header.subshell_id to be a string or null, received ${shown(header.subshell_id)}`);
  }
  return header as unknown as Header;
}

const shown = (value: unknown): string => String(JSON.stringify(value)).slice(0, 80);
