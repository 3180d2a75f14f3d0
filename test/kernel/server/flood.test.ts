import { readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import { Subscriber } from "zeromq";
import { Reader } from "../wire/reader.ts";
import { Client, isStatus } from "./client.ts";
import { residentBytes } from "./processes.ts";

const MIB = 2 ** 20;

test("a cell that floods stdout beside a stopped client ends, whole for the others, and the server's memory is bounded", async () => {
  const client = await Client.start({ SEPCONV_TYPECHECK: "off" });
  const { iopub_port } = JSON.parse(readFileSync(client.file, "utf8"));
  const stopped = new Reader(`tcp://127.0.0.1:${iopub_port}`);
  try {
    while (stopped.read.length === 0) {
      await client.execute("1");
      await setTimeout(20);
    }
    stopped.stop();
    const { serverId } = client;
    const before = residentBytes(serverId);
    let most = before;
    const watch = setInterval(() => (most = Math.max(most, residentBytes(serverId))), 20);
    const id = client.send("shell", "execute_request", {
      code: `const line = "x".repeat(1023) + "\\n"; for (let i = 0; i < 192 * 1024; i++) process.stdout.write(line);`,
    });
    // looks at the last messages only, since there are many
    await client.until(() => client.messages.slice(-5).some(isStatus(id, "idle")));
    clearInterval(watch);
    const { content } = await client.replyTo(id);
    expect(content.status).toBe("ok");
    expect(client.text(id, "stdout").length).toBe(192 * MIB);
    expect(most - before).toBeLessThan(100 * MIB);
    expect(client.stderr).toContain("a client took nothing on iopub for 5 s");
  } finally {
    await stopped.end();
    await client.stop();
  }
});

test("a gigabyte on stdout reaches a client that reads, while the protocol answers and the server's memory is bounded", async () => {
  const client = await Client.start({ SEPCONV_TYPECHECK: "off" });
  const { iopub_port } = JSON.parse(readFileSync(client.file, "utf8"));
  const counter = new Subscriber({ linger: 0 });
  try {
    await client.execute("1");
    client.leaveIopub();
    counter.connect(`tcp://127.0.0.1:${iopub_port}`);
    counter.subscribe();
    await counter.receive(); // iopub_welcome
    const before = residentBytes(client.serverId);
    let most = before;
    const id = client.send("shell", "execute_request", {
      code: `const text = "x".repeat(2 ** 20); for (let i = 0; i < 1024; i++) process.stdout.write(text);`,
    });
    let bytes = 0;
    const answers: Promise<Record<string, unknown>>[] = [];
    for await (const [topic, , , , parent, , content] of counter) {
      const { msg_id } = JSON.parse(parent!.toString());
      if (msg_id !== id) continue;
      const { name, text, execution_state } = JSON.parse(content!.toString());
      if (execution_state === "idle") break;
      if (topic!.toString() !== "stream" || name !== "stdout") continue;
      bytes += text.length;
      most = Math.max(most, residentBytes(client.serverId));
      if (bytes >= (answers.length + 1) * 256 * MIB) answers.push(client.ask("control", "kernel_info_request"));
    }
    expect((await client.replyTo(id)).content.status).toBe("ok");
    expect(bytes).toBe(1024 * MIB);
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual(["ok", "ok", "ok", "ok"]);
    expect(most - before).toBeLessThan(100 * MIB);
  } finally {
    counter.close();
    await client.stop();
  }
});
