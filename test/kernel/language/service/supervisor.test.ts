import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { LanguageServer } from "../../../../kernel/language/service/server.ts";
import { Supervisor } from "../../../../kernel/language/service/supervisor.ts";
import { folderWith } from "../notebook.ts";
import { servers } from "./session.ts";

test("a server that cannot start is tried again, but ever more seldom", async () => {
  let attempts = 0;
  const supervisor = new Supervisor(() => {
    attempts++;
    return Promise.reject(new Error("TypeScript is not installed"));
  });
  onTestFinished(() => supervisor.dispose());
  expect(await supervisor.server()).toBeUndefined();
  expect(supervisor.outage).toBe("TypeScript is not installed");
  await sleep(1500);
  // at once, at once again, then after 250, 500 and 1000 ms
  expect(attempts).toBeGreaterThan(1);
  expect(attempts).toBeLessThan(6);
});

test("a renewed server is another one, and the one before has ended", async () => {
  const folder = folderWith({});
  const supervisor = new Supervisor(() => LanguageServer.start(folder));
  onTestFinished(() => supervisor.dispose());
  const first = await supervisor.server();
  const before = servers();
  supervisor.renew();
  expect(await supervisor.server()).not.toBe(first);
  await expect.poll(() => servers().filter((pid) => before.includes(pid))).toEqual([]);
  expect(supervisor.outage).toBeUndefined();
});
