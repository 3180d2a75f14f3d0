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
  ["1 + 1", { status: "complete" }],
  ["function blur(x: number) {", { status: "incomplete", indent: expect.stringMatching(/^\s+$/) }],
  ["const = 1;", { status: "invalid" }],
])("is_complete_reply says of %j: %j", async (code, reply) => {
  expect(await client.ask("shell", "is_complete_request", { code })).toEqual(reply);
});

test.each([
  ["history_request", { output: false, raw: true, hist_access_type: "tail", n: 1 }, { status: "ok", history: [] }],
  ["comm_info_request", {}, { status: "ok", comms: {} }],
])("answers %s as a kernel that has none", async (msg_type, content, reply) => {
  expect(await client.ask("shell", msg_type, content)).toEqual(reply);
});

test("every message names its type, its request and the protocol's version, and iopub's its topic", async () => {
  const id = client.send("shell", "execute_request", { code: "console.log(1); display(2); 3" });
  const reply = await client.replyTo(id);
  await client.next(isStatus(id, "idle"));
  for (const message of [reply, ...client.published(id)]) {
    expect(message.header).toMatchObject({
      msg_id: expect.stringMatching(/./),
      msg_type: message.msg_type,
      version: "5.5",
      username: expect.any(String),
      session: reply.header.session,
      date: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    });
    expect(message.parent_header).toMatchObject({ msg_id: id, msg_type: "execute_request", session: "test" });
  }
  for (const { identities, msg_type } of client.published(id)) expect(identities.map(String)).toEqual([msg_type]);
  const ids = client.messages.map(({ header }) => header.msg_id);
  expect(new Set(ids).size).toBe(ids.length);
});

const REQUESTS: [string, Record<string, unknown>, Record<string, unknown>][] = [
  ["kernel_info_request", {}, { implementation: "sepconv" }],
  ["is_complete_request", { code: "1 +" }, { status: "incomplete" }],
  ["complete_request", { code: "clearOut", cursor_pos: 8 }, { matches: ["clearOutput"] }],
  ["inspect_request", { code: "clearOutput", cursor_pos: 11, detail_level: 1 }, { found: true }],
  ["history_request", { output: false, raw: true, hist_access_type: "search", pattern: "nowhere" }, { history: [] }],
  ["comm_info_request", {}, { comms: {} }],
];

test.each(REQUESTS)("%s is answered between busy and idle", async (msg_type, content, reply) => {
  const id = client.send("shell", msg_type, content);
  expect(await client.replyTo(id)).toMatchObject({
    msg_type: msg_type.replace("request", "reply"),
    content: { ...reply },
  });
  await client.next(isStatus(id, "idle"));
  expect(client.published(id).map(({ content: { execution_state } }) => execution_state)).toEqual(["busy", "idle"]);
});

test("all of these are answered while a cell loops, and the kernel is said to be busy after each", async () => {
  const loop = client.send("shell", "execute_request", { code: "console.log('loops'); while (true);" });
  await client.until(() => client.text(loop, "stdout") === "loops\n");
  for (const [msg_type, content, reply] of REQUESTS) {
    const id = client.send("shell", msg_type, content);
    expect(await client.replyTo(id)).toMatchObject({ content: reply });
    await client.next(isStatus(id, "idle"));
    await client.until(() => isStatus(loop, "busy")(client.messages.findLast(({ channel }) => channel === "iopub")!));
  }
  expect(client.messages.some(({ channel, parent }) => channel === "shell" && parent === loop)).toBe(false);
  await client.ask("control", "interrupt_request");
  expect(await client.replyTo(loop)).toMatchObject({ content: { ename: "Interrupted" } });
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
