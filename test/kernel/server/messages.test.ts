import { afterAll, beforeAll, expect, test } from "vitest";
import { Client, isStatus } from "./client.ts";

let client: Client;
beforeAll(async () => {
  client = await Client.start();
});
afterAll(() => client.stop());

test("kernel_info tells the protocol, the language and how to show it", async () => {
  expect(await client.ask("shell", "kernel_info_request")).toMatchObject({
    status: "ok",
    protocol_version: "5.5",
    implementation: "sepconv",
    implementation_version: expect.stringMatching(/^\d+\.\d+\.\d+/),
    language_info: {
      name: "typescript",
      version: expect.stringMatching(/^7\./),
      file_extension: ".ts",
      mimetype: "text/typescript",
    },
    banner: expect.stringContaining("Node"),
  });
});

test.each([
  ["1 + 1", "complete"],
  ["function blur(x: number) {", "incomplete"],
  ["const = 1;", "invalid"],
])("is_complete says of %j: %s", async (code, status) => {
  expect(await client.ask("shell", "is_complete_request", { code })).toMatchObject({ status });
});

test.each([
  [
    "complete_request",
    { code: "con", cursor_pos: 3 },
    { status: "ok", matches: [], cursor_start: 3, cursor_end: 3, metadata: {} },
  ],
  [
    "inspect_request",
    { code: "con", cursor_pos: 3, detail_level: 0 },
    { status: "ok", found: false, data: {}, metadata: {} },
  ],
  ["history_request", { output: false, raw: true, hist_access_type: "tail", n: 1 }, { status: "ok", history: [] }],
  ["comm_info_request", {}, { status: "ok", comms: {} }],
])("answers %s as a kernel that has none", async (msg_type, content, reply) => {
  expect(await client.ask("shell", msg_type, content)).toEqual(reply);
});

test.each(["execute_everything", "constructor"])(
  "passes over the unknown request %s between busy and idle, and says so",
  async (msg_type) => {
    const id = client.send("shell", msg_type);
    await client.next(isStatus(id, "idle"));
    expect(client.published(id).map(({ content }) => content)).toEqual([
      { execution_state: "busy" },
      { execution_state: "idle" },
    ]);
    await client.until(() => client.stderr.includes(`shell knows no message "${msg_type}"`));
  },
);

/** What stderr says of frames sent to shell. An honest request behind them shows that the kernel lives and answered nothing else. */
async function complaintOf(frames: (string | Buffer)[]): Promise<string> {
  const before = client.stderr.length;
  const count = client.messages.length;
  await client.shell.send(frames);
  const id = client.send("shell", "comm_info_request");
  await client.replyTo(id);
  await client.next(isStatus(id, "idle"));
  await client.until(() => client.stderr.slice(before).endsWith("\n"));
  expect(client.messages.slice(count).filter(({ parent }) => parent !== id)).toEqual([]);
  return client.stderr.slice(before);
}

const shutdown = ['{"msg_id":"forged","msg_type":"shutdown_request"}', "{}", "{}", '{"restart":false}'];

test.each([
  ["a request signed with another key", ["<IDS|MSG>", "0".repeat(64), ...shutdown], "expected a signature made with"],
  ["a request that is not signed", ["<IDS|MSG>", "", ...shutdown], "expected a signature made with"],
  ["frames without a delimiter", ["hello"], "expected the frame <IDS|MSG>"],
  ["a delimiter alone", ["<IDS|MSG>"], "expected a signature and four JSON parts"],
  ["an empty frame", [""], "expected the frame <IDS|MSG>"],
  ["bytes that are no text", [Buffer.from([0xff, 0xfe, 0x00])], "expected the frame <IDS|MSG>"],
])("drops %s", async (_name, frames, complaint) => {
  expect(await complaintOf(frames)).toContain(`dropped a message on shell: ${complaint}`);
});

test.each([
  ["parts that are not JSON", ["{", "{}", "{}", "{}"], "expected header to be JSON"],
  ["a header that is a list", ["[]", "{}", "{}", "{}"], "expected header to be a JSON object"],
  ["a header without msg_type", ['{"msg_id":"1"}', "{}", "{}", "{}"], "expected header.msg_type to be a string"],
])("drops well signed frames with %s", async (_name, parts, complaint) => {
  expect(await complaintOf(["<IDS|MSG>", client.sign(parts), ...parts])).toContain(
    `dropped a message on shell: ${complaint}`,
  );
});
