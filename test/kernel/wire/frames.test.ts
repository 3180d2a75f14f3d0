import { beforeEach, expect, test } from "vitest";
import { decode, encode } from "../../../kernel/wire/frames.ts";
import { compose } from "../../../kernel/wire/message.ts";
import { type Signature, signatureOf } from "../../../kernel/wire/signature.ts";

let signature: Signature;
beforeEach(() => {
  signature = signatureOf("hmac-sha256", "a0436f6c-1916-498b-8eb9-e81ab9368e84");
});

// written by jupyter_client 8.10's Session.serialize under that key, and one buffer added
const jupyterClient: Buffer[] = [
  Buffer.from("id-1"),
  Buffer.from("id-2"),
  Buffer.from("<IDS|MSG>"),
  Buffer.from("f41053e0a1d84b79c8bdc71189f9ceb8a084dd980a59c038df136a84bb147afa"),
  Buffer.from(
    '{"msg_id": "m-1", "msg_type": "execute_request", "username": "u", "session": "s", "date": "2024-05-06T07:08:09.000000Z", "version": "5.4"}',
  ),
  Buffer.from("{}"),
  Buffer.from('{"a": [1, 2]}'),
  Buffer.from('{"code": "const café = \\"×\\"", "silent": false}'),
  Buffer.from([0, 255, 1]),
];

test("reads a message of jupyter_client, with its identities and buffers", () => {
  expect(decode(jupyterClient, signature)).toEqual({
    identities: [Buffer.from("id-1"), Buffer.from("id-2")],
    header: {
      msg_id: "m-1",
      msg_type: "execute_request",
      username: "u",
      session: "s",
      date: "2024-05-06T07:08:09.000000Z",
      version: "5.4",
    },
    parent_header: {},
    metadata: { a: [1, 2] },
    content: { code: 'const café = "×"', silent: false },
    buffers: [Buffer.from([0, 255, 1])],
  });
});

test("writes what it reads, as jupyter_client's signature would be", () => {
  const message = decode(jupyterClient, signature);
  const written = encode(message, signature);
  expect(decode(written, signatureOf("hmac-sha256", "a0436f6c-1916-498b-8eb9-e81ab9368e84"))).toEqual(message);
});

test("takes a message once: the same frames again are refused", () => {
  decode(jupyterClient, signature);
  expect(() => decode(jupyterClient, signature)).toThrow("expected a new message, received one again");
});

test("an unsigned connection knows no repetition", () => {
  const unsigned = signatureOf("hmac-sha256", "");
  expect(decode(jupyterClient, unsigned)).toEqual(decode(jupyterClient, unsigned));
});

test("composes a message of a comm with metadata, buffers and identities", () => {
  const parent = { msg_id: "m-1", msg_type: "comm_open", subshell_id: "s-1" };
  const metadata = { version: "2.1.0" };
  const buffers = [Buffer.from([0, 255]), Buffer.alloc(0)];
  const identities = [Buffer.from("comm_msg")];
  const message = compose("comm_msg", { comm_id: "c", data: {} }, { identities, parent, metadata, buffers });
  const frames = encode(message, signature);
  expect(frames.slice(-2)).toEqual(buffers);
  expect(frames.slice(3, 7).map((part) => JSON.parse(part.toString()))).toEqual([
    {
      msg_id: expect.any(String),
      msg_type: "comm_msg",
      session: expect.any(String),
      username: "kernel",
      date: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      version: "5.5",
    },
    parent,
    metadata,
    { comm_id: "c", data: {} },
  ]);
});

/** The header of jupyterClient with a field more. */
const header = (fields: Record<string, unknown>) =>
  JSON.stringify({ ...JSON.parse(jupyterClient[4]!.toString()), ...fields });

test("keeps the subshell that a header names", () => {
  expect(decode(altered(4, header({ subshell_id: "s-1" })), signature).header.subshell_id).toBe("s-1");
  expect(decode(altered(4, header({ subshell_id: null })), signature).header.subshell_id).toBeNull();
});

/** The frames with one replaced and, unless they are to stay unsigned, signed anew. */
function altered(position: number, frame: string | Buffer, { signed = true } = {}): Buffer[] {
  const frames = jupyterClient.with(position, Buffer.from(frame as string));
  return signed ? frames.with(3, signature.sign(frames.slice(4, 8))) : frames;
}

test.each<[string, () => Buffer[], string]>([
  ["no delimiter", () => jupyterClient.toSpliced(2, 1), "expected the frame <IDS|MSG>"],
  ["no frames at all", () => [], "received 0 frames"],
  ["nothing after the delimiter", () => jupyterClient.slice(0, 3), "four JSON parts"],
  ["a part missing", () => jupyterClient.slice(0, 7), "four JSON parts"],
  ["a changed cell under the old signature", () => altered(7, '{"code": "exit()"}', { signed: false }), "key"],
  ["a part that is not JSON", () => altered(7, "{code"), "expected content to be JSON"],
  ["a part that is not UTF-8", () => altered(7, Buffer.from([0x22, 0xff, 0x22])), "expected content to be JSON"],
  ["a list as content", () => altered(7, "[]"), "expected content to be a JSON object, received []"],
  ["null as header", () => altered(4, "null"), "expected header to be a JSON object, received null"],
  [
    "a header without a type",
    () => altered(4, '{"msg_id": "1"}'),
    "expected header.msg_type to be a string, received undefined",
  ],
  [
    "a header whose id is a number",
    () => altered(4, '{"msg_id": 1, "msg_type": "x"}'),
    "expected header.msg_id to be a string, received 1",
  ],
  [
    "a subshell that is a number",
    () => altered(4, header({ subshell_id: 1 })),
    "expected header.subshell_id to be a string or null, received 1",
  ],
])("refuses frames with %s", (_name, frames, message) => {
  expect(() => decode(frames(), signature)).toThrow(message);
});
