import { setTimeout } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Client } from "./client.ts";
import { commandOf, descendantsOf, isRunning } from "./processes.ts";

let client: Client;
beforeEach(async () => {
  client = await Client.start();
});
afterEach(() => client.stop());

test.each([
  ["nothing", ""],
  ["a loop", "while (true);"],
  ["a promise", "await new Promise((resolve) => setTimeout(resolve, 2 ** 30));"],
  ["a child process", `execSync("sleep 86398");`],
  ["a command", "!sleep 86398"],
])("nothing outlives a server that is killed while a cell waits for %s", async (_name, code) => {
  const { reply } = await client.execute(
    `import { execSync, spawn } from "node:child_process";
     const typed: number = 1;
     const child = spawn("sleep", ["86399"]);
     const detached = spawn("sleep", ["86397"], { detached: true, stdio: "ignore" });`,
  );
  expect(reply.status).toBe("ok");
  const id = client.send("shell", "execute_request", { code: `console.log("running");\n${code}` });
  await client.until(() => client.text(id, "stdout").includes("running"));
  const { serverId } = client;
  const started = () => descendantsOf(serverId);
  const commands = () => started().map(commandOf).join("\n");
  while (code.includes("86398") && !commands().includes("sleep 86398")) await setTimeout(10);
  for (const sleep of ["sleep 86399", "sleep 86397"]) expect(commands()).toContain(sleep);
  expect(commands()).toContain("--lsp");

  const all = started();
  process.kill(serverId, "SIGKILL");
  await setTimeout(2000);
  expect(all.filter(isRunning).map(commandOf)).toEqual([]);

  await client.exitCode();
  await client.startKernel();
  expect((await client.execute("6 * 7")).reply).toMatchObject({ status: "ok", execution_count: 1 });
});
