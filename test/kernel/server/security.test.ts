import { readFileSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Client, isStatus } from "./client.ts";
import { listening } from "./processes.ts";

let client: Client;
beforeAll(async () => {
  client = await Client.start();
});
afterAll(() => client.stop());

test("listens where the connection file says, and nowhere else", () => {
  const { ip, shell_port, iopub_port, stdin_port, control_port, hb_port } = JSON.parse(
    readFileSync(client.file, "utf8"),
  );
  const told = [shell_port, iopub_port, stdin_port, control_port, hb_port].map((port) => `${ip}:${port}`);
  expect(listening(client.serverId).toSorted()).toEqual(told.toSorted());
});

test("a cell that is sent again under its old signature does not run again", async () => {
  await client.execute("let runs = 0;");
  const { msg_id, frames } = client.request("execute_request", { code: "runs += 1;" });
  await client.sendFrames("shell", frames);
  await client.next(isStatus(msg_id, "idle"));
  for (const channel of ["shell", "control"] as const) {
    await client.sendFrames(channel, frames);
    await client.until(() => client.stderr.includes(`dropped a message on ${channel}: expected a new message`));
  }
  const { output } = await client.execute("runs");
  const { data } = output.find(({ msg_type }) => msg_type === "execute_result")!.content as {
    data: { "text/plain": string };
  };
  expect(stripVTControlCharacters(data["text/plain"])).toBe("1");
});

test.each(["shell", "control"] as const)(
  "a message on %s with another key's signature is dropped, and named on stderr",
  async (channel) => {
    const { msg_id, frames } = client.request("kernel_info_request");
    await client.sendFrames(channel, frames.with(1, "0".repeat(64)));
    await client.until(() => client.stderr.includes(`dropped a message on ${channel}: expected a signature`));
    await client.ask(channel, "kernel_info_request");
    expect(client.messages.filter(({ parent }) => parent === msg_id)).toEqual([]);
  },
);

test("an id of a client that is not valid UTF-8 gets its answer back", async () => {
  const { msg_id, frames } = client.request("kernel_info_request");
  await client.sendFrames("control", [Buffer.from([0xff, 0, 0xfe]), "", ...frames]);
  const { identities } = await client.replyTo(msg_id);
  expect(identities).toEqual([Buffer.from([0xff, 0, 0xfe]), Buffer.alloc(0)]);
});
