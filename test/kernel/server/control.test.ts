import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Client } from "./client.ts";

let client: Client;
beforeEach(async () => {
  client = await Client.start();
});
afterEach(() => client.stop());

/** Starts a cell, waits until it has said so, and returns the request's id. */
async function running(code: string): Promise<string> {
  const id = client.send("shell", "execute_request", { code: `console.log("running");\n${code}` });
  await client.until(() => client.text(id, "stdout").includes("running"));
  return id;
}

test.each([
  ["a loop", "while (true);"],
  ["a loop after an await", "await null; while (true);"],
  ["a promise that never settles", "await new Promise((resolve) => setTimeout(resolve, 2 ** 30));"],
  ["Atomics.wait", "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);"],
  ["execSync", `import { execSync } from "node:child_process"; execSync("sleep 600");`],
  ["a command", "!sleep 600"],
  ["a stream", `import { createReadStream } from "node:fs"; for await (const _ of createReadStream("/dev/zero"));`],
  ["endless output", `for (;;) console.log("x".repeat(1000));`],
])("an interrupt ends %s and keeps the variables", async (_name, code) => {
  await client.execute("let kept = 41;");
  const id = await running(code);
  expect(await client.ask("control", "interrupt_request")).toEqual({ status: "ok" });
  expect(await client.replyTo(id)).toMatchObject({ content: { status: "error" } });
  expect((await client.execute("if (kept !== 41) throw new Error(String(kept));")).reply.status).toBe("ok");
});

test("an interrupt while types are checked ends the cell before it runs", async () => {
  const types = Array.from(
    { length: 400 },
    (_, k) => `type T${k} = { [key in keyof HTMLElement]: ${k > 0 ? `T${k - 1} | ` : ""}${k} };`,
  ).join("\n");
  const id = client.send("shell", "execute_request", { code: `${types}\nconsole.log("ran");` });
  await client.next(({ msg_type, parent }) => msg_type === "execute_input" && parent === id);
  await client.ask("control", "interrupt_request");
  expect(await client.replyTo(id)).toMatchObject({ content: { status: "error", ename: "Interrupted" } });
  expect(client.text(id, "stdout")).toBe("");
  expect((await client.execute("console.log(1)")).reply.status).toBe("ok");
});

test("a second interrupt, while the first is under way, harms nothing", async () => {
  await client.execute("let kept = 41;");
  const id = await running("while (true);");
  await Promise.all([client.ask("control", "interrupt_request"), client.ask("control", "interrupt_request")]);
  expect(await client.replyTo(id)).toMatchObject({ content: { ename: "Interrupted" } });
  expect((await client.execute("kept")).reply.status).toBe("ok");
});

test("SIGINT is an interrupt too", async () => {
  const id = await running("while (true);");
  client.kernel.kill("SIGINT");
  expect(await client.replyTo(id)).toMatchObject({ content: { status: "error" } });
  expect((await client.execute("1")).reply.status).toBe("ok");
});

test("control and heartbeat answer while a cell loops", async () => {
  const id = await running("while (true);");
  expect(await client.ask("control", "kernel_info_request")).toMatchObject({ status: "ok", implementation: "sepconv" });
  expect(await client.beat("still there?")).toBe("still there?");
  expect(client.messages.some(({ channel, parent }) => channel === "shell" && parent === id)).toBe(false);
});

/** A listener to which a process of the kernel holds a connection: it closes when that process is gone. */
async function witness(): Promise<{ code: string; gone: Promise<unknown> }> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const gone = once(server, "connection").then(async ([socket]) => {
    server.close();
    socket.on("error", () => {}); // a process that is killed resets its connection
    if (!socket.closed) await once(socket.resume(), "close");
  });
  const { port } = server.address() as AddressInfo;
  return {
    gone,
    code: `import { connect } from "node:net"; await new Promise<void>((ready) => connect(${port}, "127.0.0.1", ready));`,
  };
}

test.each(["control", "shell"] as const)(
  "a shutdown on %s is answered, ends every process, and exits with 0",
  async (channel) => {
    const { code, gone } = await witness();
    expect((await client.execute(code)).reply.status).toBe("ok");
    expect(await client.ask(channel, "shutdown_request", { restart: false })).toEqual({ status: "ok", restart: false });
    expect(await client.exitCode()).toBe(0);
    await gone;
  },
);

test("a shutdown ends a cell that loops", async () => {
  const { code, gone } = await witness();
  expect((await client.execute(code)).reply.status).toBe("ok");
  await running("while (true);");
  expect(await client.ask("control", "shutdown_request", { restart: false })).toMatchObject({ status: "ok" });
  expect(await client.exitCode()).toBe(0);
  await gone;
});

test("after a restart a new process serves the same connection file, with nothing of the old state", async () => {
  await client.execute("const gone = 1;");
  expect(await client.ask("control", "shutdown_request", { restart: true })).toEqual({ status: "ok", restart: true });
  expect(await client.exitCode()).toBe(0);
  await client.startKernel();
  expect((await client.execute("1")).reply).toMatchObject({ status: "ok", execution_count: 1 });
  expect((await client.execute("gone")).reply).toMatchObject({ status: "error" });
});

test("SIGTERM ends every process", async () => {
  const { code, gone } = await witness();
  expect((await client.execute(code)).reply.status).toBe("ok");
  client.kernel.kill("SIGTERM");
  expect(await client.exitCode()).toBe(0);
  await gone;
});

test("a kernel whose parent dies ends, with every process", async () => {
  const { code, gone } = await witness();
  expect((await client.execute(code)).reply.status).toBe("ok");
  client.kernel.kill("SIGKILL"); // the launcher, which can pass nothing on
  expect(await client.exitCode()).toBeNull(); // killed; and everything that shared its stderr is gone
  await gone;
});
