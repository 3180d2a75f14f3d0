import { expect, test } from "vitest";
import { Client, isStatus, type Message } from "./client.ts";

/** What VS Code's Jupyter extension sends, in its order, with the fields that it sets. */
test("answers what VS Code sends, from the start of a notebook to its end", async () => {
  const client = await Client.start();
  const types = (id: string) => client.published(id).map(({ msg_type }) => msg_type);
  const finished = async (id: string): Promise<Message> => {
    const reply = await client.replyTo(id);
    await client.next(isStatus(id, "idle"));
    return reply;
  };
  /** Code of the extension itself: it must leave no trace. */
  const hidden = { silent: true, stop_on_error: false, allow_stdin: false, store_history: false };
  const ofCell = (code: string, id: string) =>
    client.send(
      "shell",
      "execute_request",
      { code, silent: false, stop_on_error: false, allow_stdin: true, store_history: true },
      { metadata: { cellId: `vscode-notebook-cell:/notebook.ipynb#${id}` } },
    );

  // it waits for the kernel to be idle after kernel_info, as often as it takes
  const greetings = ["kernel_info_request", "kernel_info_request"].map((msg_type) => client.send("shell", msg_type));
  for (const id of greetings) {
    expect((await finished(id)).content).toMatchObject({ status: "ok", language_info: { name: "typescript" } });
  }
  expect(
    (await finished(client.send("shell", "comm_info_request", { target_name: "jupyter.widget" }))).content,
  ).toEqual({
    status: "ok",
    comms: {},
  });

  // its startup code, whose values it reads from user_expressions
  const startup = client.send("shell", "execute_request", {
    code: "const __ready = 1;",
    ...hidden,
    user_expressions: { ready: "__ready + 1", folder: "process.cwd()", missing: "nowhere" },
  });
  expect((await finished(startup)).content).toMatchObject({
    status: "ok",
    execution_count: 0,
    user_expressions: {
      ready: { status: "ok", data: { "text/plain": expect.stringContaining("2") }, metadata: {} },
      folder: { status: "ok", data: { "text/plain": expect.stringContaining(client.folder) } },
      missing: { status: "error", ename: "ReferenceError", evalue: expect.stringContaining("nowhere") },
    },
  });
  expect(types(startup)).toEqual(["status", "status"]);

  // two cells at once; stop_on_error is false, since the extension stops the others itself
  const failing = ofCell("throw new RangeError('no such tap')", "W0");
  const first = ofCell("const taps: number[] = [1, 2, 1];\ntaps.length", "W1");
  expect((await finished(failing)).content).toMatchObject({ status: "error", execution_count: 1 });
  expect(types(failing)).toEqual(["status", "execute_input", "error", "status"]);
  expect((await finished(first)).content).toMatchObject({ status: "ok", execution_count: 2 });
  expect(types(first)).toEqual(["status", "execute_input", "execute_result", "status"]);

  // completion at the cursor, then the documentation of the chosen one
  const completed = await finished(client.send("shell", "complete_request", { code: "taps.leng", cursor_pos: 9 }));
  expect(completed.content).toMatchObject({ status: "ok", matches: ["length"], cursor_start: 5, cursor_end: 9 });
  const inspected = await finished(
    client.send("shell", "inspect_request", { code: "taps.length", cursor_pos: 11, detail_level: 0 }),
  );
  expect(inspected.content).toMatchObject({ status: "ok", found: true });
  expect(JSON.stringify(inspected.content.data)).toContain("length");

  const asking = ofCell("prompt('which filter?')", "W2");
  const question = await client.next(({ msg_type, parent }) => msg_type === "input_request" && parent === asking);
  client.answer(question, "blur");
  expect((await finished(asking)).content).toMatchObject({ status: "ok", execution_count: 3 });

  const endless = ofCell("console.log('loops'); while (true);", "W3");
  await client.until(() => client.text(endless, "stdout") === "loops\n");
  expect(await client.ask("control", "interrupt_request", {})).toEqual({ status: "ok" });
  expect((await finished(endless)).content).toMatchObject({
    status: "error",
    ename: "Interrupted",
    execution_count: 4,
  });

  const history = await finished(
    client.send("shell", "history_request", { output: false, raw: true, hist_access_type: "tail", n: 2 }),
  );
  expect((history.content.history as string[][]).map((entry) => entry[2])).toEqual([
    "prompt('which filter?')",
    "console.log('loops'); while (true);",
  ]);

  const restart = { restart: true };
  expect(await client.ask("control", "shutdown_request", restart)).toEqual({ status: "ok", ...restart });
  expect(await client.exitCode()).toBe(0);
  await client.startKernel();
  expect((await client.execute("taps", hidden)).reply).toMatchObject({ status: "error" });
  expect(await client.ask("control", "shutdown_request", { restart: false })).toEqual({ status: "ok", restart: false });
  expect(await client.exitCode()).toBe(0);
  await client.stop();
});
