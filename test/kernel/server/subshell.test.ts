import { afterAll, beforeAll, expect, test } from "vitest";
import { Client, isStatus } from "./client.ts";

let client: Client;
beforeAll(async () => {
  client = await Client.start({ SEPCONV_TYPECHECK: "off" });
});
afterAll(() => client.stop());

const create = async (): Promise<string> =>
  (await client.ask("control", "create_subshell_request")).subshell_id as string;

test("kernel_info_reply tells that there are subshells", async () => {
  expect(await client.ask("shell", "kernel_info_request")).toMatchObject({ supported_features: ["kernel subshells"] });
});

test("subshells are created, listed and deleted", async () => {
  const [one, two] = [await create(), await create()];
  expect(await client.ask("control", "list_subshell_request")).toEqual({ status: "ok", subshell_id: [one, two] });
  expect(await client.ask("control", "delete_subshell_request", { subshell_id: one })).toEqual({ status: "ok" });
  expect(await client.ask("control", "list_subshell_request")).toEqual({ status: "ok", subshell_id: [two] });
  expect(await client.ask("control", "delete_subshell_request", { subshell_id: one })).toMatchObject({
    status: "error",
    evalue: expect.stringContaining(`expected the id of a subshell, received "${one}"`),
  });
  await client.ask("control", "delete_subshell_request", { subshell_id: two });
});

test("a subshell's cell runs while the main shell's cell awaits, and shares its variables", async () => {
  const subshell_id = await create();
  const waiting = client.send("shell", "execute_request", {
    code: "var release: () => void; await new Promise<void>((resolve) => (release = resolve)); console.log('released');",
  });
  const behind = client.send("shell", "execute_request", { code: "console.log('behind');" });
  const beside = client.send(
    "shell",
    "execute_request",
    { code: "console.log('beside'); release();" },
    { subshell_id },
  );
  const replied = async (id: string) => {
    expect(await client.replyTo(id)).toMatchObject({ content: { status: "ok" } });
    await client.next(isStatus(id, "idle"));
    return client.text(id, "stdout");
  };
  expect(await replied(beside)).toBe("beside\n");
  expect(await replied(waiting)).toBe("released\n");
  expect(await replied(behind)).toBe("behind\n");
  const order = client.messages.filter(({ msg_type }) => msg_type === "execute_reply").map(({ parent }) => parent);
  expect(order.indexOf(beside)).toBeLessThan(order.indexOf(waiting));
});

test("cells of one subshell wait for each other, and a failing one aborts those behind it there alone", async () => {
  const subshell_id = await create();
  const failing = client.send(
    "shell",
    "execute_request",
    {
      code: "var fail: () => void; await new Promise<void>((resolve) => ((fail = resolve), display('waits'))); throw new Error('stop')",
    },
    { subshell_id },
  );
  await client.until(() => client.published(failing).some(({ msg_type }) => msg_type === "display_data"));
  const behind = client.send("shell", "execute_request", { code: "1" }, { subshell_id });
  // A socket keeps its messages' order: where this one runs, the one behind has come.
  const elsewhere = client.send("shell", "execute_request", { code: "fail()" });
  expect(await client.replyTo(failing)).toMatchObject({ content: { status: "error" } });
  expect(await client.replyTo(behind)).toMatchObject({ content: { status: "aborted" } });
  expect(await client.replyTo(elsewhere)).toMatchObject({ content: { status: "ok" } });
});

test("a cell for a subshell that there is not is refused", async () => {
  const { content } = await client.replyTo(
    client.send("shell", "execute_request", { code: "1" }, { subshell_id: "missing" }),
  );
  expect(content).toMatchObject({ status: "error", evalue: expect.stringContaining('received "missing"') });
});

test("what cells print and throw in timers after their ends belongs to each one's request", async () => {
  const late = (name: string) =>
    `setTimeout(() => { console.log('${name} prints'); display('${name} shows'); setTimeout(() => { throw new Error('${name} throws') }, 50); }, 100);`;
  const ids = ["first", "second"].map((name) => client.send("shell", "execute_request", { code: late(name) }));
  for (const id of ids) expect(await client.replyTo(id)).toMatchObject({ content: { status: "ok" } });
  for (const [index, name] of ["first", "second"].entries()) {
    const id = ids[index]!;
    await client.until(() => client.text(id, "stderr").includes("throws"));
    expect(client.text(id, "stdout")).toBe(`${name} prints\n`);
    expect(client.text(id, "stderr")).toContain(`${name} throws`);
    const displays = client.published(id).filter(({ msg_type }) => msg_type === "display_data");
    expect(JSON.stringify(displays.map(({ content }) => content))).toContain(`${name} shows`);
  }
});
