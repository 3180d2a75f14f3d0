import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Client, isStatus, type Message } from "./client.ts";

let client: Client;
beforeAll(async () => {
  client = await Client.start({ SEPCONV_TYPECHECK: "off" });
});
afterAll(() => client.stop());

/** Sends a comm's message and returns what was published because of it. */
async function send(
  msg_type: string,
  content: Record<string, unknown>,
  buffers: Uint8Array[] = [],
): Promise<Message[]> {
  const id = client.send("shell", msg_type, content, { buffers, metadata: { of: "the client" } });
  await client.next(isStatus(id, "idle"));
  return client.published(id);
}

const comms = (messages: Message[]) => messages.filter(({ msg_type }) => msg_type.startsWith("comm_"));

test("a comm that a cell opens carries data, metadata and buffers both ways, and is in comm_info until it is closed", async () => {
  const { output } = await client.execute(`
    var comm = new Comm("plot", { taps: 9 }, { metadata: { version: "2" }, buffers: [Uint8Array.of(1, 2, 3)] });
    comm.onMessage = ({ data, metadata, buffers }) => {
      console.log(JSON.stringify([data, metadata, buffers.map((one) => [...one])]));
      comm.send({ doubled: data.n * 2 }, { metadata: { back: true }, buffers: [buffers[0].map((byte) => byte * 2)] });
    };
    comm.onClose = ({ data }) => console.log("closed", JSON.stringify(data));`);
  const [open] = comms(output);
  const comm_id = open!.content.comm_id as string;
  expect(open).toMatchObject({
    msg_type: "comm_open",
    content: { target_name: "plot", data: { taps: 9 } },
    metadata: { version: "2" },
    buffers: [Buffer.of(1, 2, 3)],
  });
  expect(await client.ask("shell", "comm_info_request", {})).toEqual({
    status: "ok",
    comms: { [comm_id]: { target_name: "plot" } },
  });
  expect(await client.ask("shell", "comm_info_request", { target_name: "plot" })).toMatchObject({
    comms: { [comm_id]: {} },
  });
  expect(await client.ask("shell", "comm_info_request", { target_name: "other" })).toEqual({ status: "ok", comms: {} });

  const answered = await send("comm_msg", { comm_id, data: { n: 21 } }, [Uint8Array.of(0, 127, 100)]);
  expect(answered.find(({ msg_type }) => msg_type === "stream")!.content.text).toBe(
    '[{"n":21},{"of":"the client"},[[0,127,100]]]\n',
  );
  expect(comms(answered)).toMatchObject([
    {
      msg_type: "comm_msg",
      content: { comm_id, data: { doubled: 42 } },
      metadata: { back: true },
      buffers: [Buffer.of(0, 254, 200)],
    },
  ]);

  const closed = await send("comm_close", { comm_id, data: { done: true } });
  expect(closed.find(({ msg_type }) => msg_type === "stream")!.content.text).toBe('closed {"done":true}\n');
  expect(await client.ask("shell", "comm_info_request", {})).toEqual({ status: "ok", comms: {} });
  expect((await client.execute("comm.send({})")).reply).toMatchObject({
    status: "error",
    evalue: expect.stringContaining("is closed"),
  });
});

test("a comm that the client opens is answered by the target's callback", async () => {
  await client.execute(`Comm.register("filter", (comm, { data }) => {
    comm.send({ got: data });
    comm.onMessage = () => comm.close({ bye: 1 });
  });`);
  expect(comms(await send("comm_open", { comm_id: "one", target_name: "filter", data: { n: 3 } }))).toMatchObject([
    { msg_type: "comm_msg", content: { comm_id: "one", data: { got: { n: 3 } } } },
  ]);
  expect(comms(await send("comm_msg", { comm_id: "one", data: {} }))).toMatchObject([
    { msg_type: "comm_close", content: { comm_id: "one", data: { bye: 1 } } },
  ]);
  expect(await client.ask("shell", "comm_info_request", {})).toEqual({ status: "ok", comms: {} });
});

test("a comm to a target that nobody answers is closed at once", async () => {
  expect(comms(await send("comm_open", { comm_id: "two", target_name: "nobody", data: {} }))).toMatchObject([
    { msg_type: "comm_close", content: { comm_id: "two" } },
  ]);
  expect(await client.ask("shell", "comm_info_request", {})).toEqual({ status: "ok", comms: {} });
});

test("messages for a comm that there is not are passed over", async () => {
  for (const msg_type of ["comm_msg", "comm_close"]) {
    const published = await send(msg_type, { comm_id: "missing", data: {} });
    expect(published.map(({ msg_type }) => msg_type)).toEqual(["status", "status"]);
  }
});

test("what fails in a callback is shown on stderr of its message, and the comm stays", async () => {
  await client.execute(
    `Comm.register("fragile", (comm) => (comm.onMessage = () => { throw new RangeError("no such tap") }));`,
  );
  await send("comm_open", { comm_id: "three", target_name: "fragile", data: {} });
  for (let k = 0; k < 2; k++) {
    const error = (await send("comm_msg", { comm_id: "three", data: {} })).find(
      ({ msg_type }) => msg_type === "stream",
    );
    expect(error!.content).toMatchObject({ name: "stderr", text: expect.stringContaining("no such tap") });
  }
});

test("a callback runs while a cell awaits, and comm_info is answered while one loops", async () => {
  await client.execute(`Comm.register("release", () => release()); var release = () => {};`);
  const id = client.send("shell", "execute_request", {
    code: "console.log('waits'); await new Promise((resolve) => (release = () => resolve(1))); 'released'",
  });
  await client.until(() => client.text(id, "stdout") === "waits\n");
  await send("comm_open", { comm_id: "four", target_name: "release", data: {} });
  expect(await client.replyTo(id)).toMatchObject({ content: { status: "ok" } });
  const loop = client.send("shell", "execute_request", { code: "console.log('loops'); while (true);" });
  await client.until(() => client.text(loop, "stdout") === "loops\n");
  expect(await client.ask("shell", "comm_info_request", {})).toMatchObject({
    comms: { four: { target_name: "release" } },
  });
  await client.ask("control", "interrupt_request");
  await client.replyTo(loop);
});

test("messages that come while a cell loops reach their callback after it, each and in order", async () => {
  await client.execute(`Comm.register("log", (comm) => (comm.onMessage = ({ data }) => console.log(data.n)));`);
  await send("comm_open", { comm_id: "five", target_name: "log", data: {} });
  const loop = client.send("shell", "execute_request", {
    code: `console.log("loops"); while (!require("node:fs").existsSync("go")); console.log("ends");`,
  });
  await client.until(() => client.text(loop, "stdout") === "loops\n");
  const sent = Array.from({ length: 100 }, (_, n) =>
    client.send("shell", "comm_msg", { comm_id: "five", data: { n } }),
  );
  expect(await client.ask("shell", "comm_info_request", { target_name: "log" })).toEqual({
    status: "ok",
    comms: { five: { target_name: "log" } },
  });
  writeFileSync(join(client.folder, "go"), "");
  await client.next(isStatus(sent.at(-1)!, "idle"));
  for (const [n, id] of sent.entries()) expect(client.text(id, "stdout")).toBe(`${n}\n`);
  const printed = client.messages.filter(
    ({ msg_type, parent }) => msg_type === "stream" && (parent === loop || sent.includes(parent!)),
  );
  expect(printed.map(({ content }) => content.text).join("")).toBe(["loops", "ends", ...sent.keys()].join("\n") + "\n");
});
