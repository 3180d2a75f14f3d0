import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Client, type Message } from "./client.ts";

let client: Client;
beforeAll(async () => {
  client = await Client.start();
});
afterAll(() => client.stop());

const contents = (messages: Message[], msg_type: string) =>
  messages.filter((message) => message.msg_type === msg_type).map(({ content }) => content);
/** The text/plain of the cell's result, without colours. */
const resultOf = (messages: Message[]) => {
  const [result] = contents(messages, "execute_result") as { data: { "text/plain": string } }[];
  return result && stripVTControlCharacters(result.data["text/plain"]);
};
const types = (messages: Message[]) => messages.map(({ msg_type }) => msg_type);

test("brackets a cell by busy and idle, repeats its code, and gives its result under the same number", async () => {
  const { reply, output } = await client.execute("const side = 3;\nside ** 2");
  expect(types(output)).toEqual(["status", "execute_input", "execute_result", "status"]);
  expect(reply).toMatchObject({ status: "ok", payload: [], user_expressions: {} });
  expect(output[0]!.content).toEqual({ execution_state: "busy" });
  expect(output[1]!.content).toEqual({ code: "const side = 3;\nside ** 2", execution_count: reply.execution_count });
  expect(output[2]!.content).toMatchObject({ metadata: {}, execution_count: reply.execution_count });
  expect(resultOf(output)).toBe("9");
  expect(output[3]!.content).toEqual({ execution_state: "idle" });
});

test("counts cells one by one and keeps their variables", async () => {
  const first = await client.execute("let taps = 9;");
  const second = await client.execute("taps += 1; taps");
  expect(second.reply.execution_count).toBe((first.reply.execution_count as number) + 1);
  expect(resultOf(second.output)).toBe("10");
});

test("sends what a cell prints while it still runs", async () => {
  const go = join(client.folder, "go");
  const id = client.send("shell", "execute_request", {
    code: `import { existsSync } from "node:fs";
           console.log("waiting");
           while (!existsSync(${JSON.stringify(go)}));
           console.log("went on");`,
  });
  await client.until(() => client.text(id, "stdout").includes("waiting\n"));
  await writeFile(go, ""); // the cell can only end after this
  expect(await client.replyTo(id)).toMatchObject({ content: { status: "ok" } });
  await client.until(() => client.text(id, "stdout") === "waiting\nwent on\n");
});

test("loses nothing of a flood", async () => {
  const { output } = await client.execute("for (let i = 0; i < 5000; i++) display(i);");
  expect(contents(output, "display_data")).toHaveLength(5000);
  const id = client.send("shell", "execute_request", { code: "for (let i = 0; i < 50_000; i++) console.log(i);" });
  await client.replyTo(id);
  const printed = Array.from({ length: 50_000 }, (_, i) => `${i}\n`).join("");
  await client.until(() => client.text(id, "stdout") === printed);
});

test("sends what the cell's child processes print, on the stream they printed it to", async () => {
  const id = client.send("shell", "execute_request", {
    code: `import { spawnSync } from "node:child_process";
           spawnSync(process.execPath, ["-e", "console.log('from a child'); console.error('its trouble')"], { stdio: "inherit" });`,
  });
  await client.until(
    () => client.text(id, "stdout") === "from a child\n" && client.text(id, "stderr") === "its trouble\n",
  );
  expect(await client.replyTo(id)).toMatchObject({ content: { status: "ok" } });
});

test("shows objects by the display protocol, as a result or in passing", async () => {
  const { output } = await client.execute(
    `const figure = { [Symbol.for("Jupyter.display")]: () => ({ "text/html": "<b>9</b>", "text/plain": "nine" }) };
     display(figure);
     figure`,
  );
  const data = { "text/html": "<b>9</b>", "text/plain": "nine" };
  expect(contents(output, "display_data")).toMatchObject([{ data }]);
  expect(contents(output, "execute_result")).toMatchObject([{ data }]);
});

test("updates a display in place and clears the output", async () => {
  const { output } = await client.execute(
    'const shown = display("first"); shown.update("second"); clearOutput({ wait: true });',
  );
  expect(types(output)).toEqual([
    "status",
    "execute_input",
    "display_data",
    "update_display_data",
    "clear_output",
    "status",
  ]);
  const [first, second] = output.slice(2).map(({ content }) => content.transient as { display_id: string });
  expect(second).toEqual(first);
  expect(contents(output, "clear_output")).toEqual([{ wait: true }]);
});

test("updates every display of an id, in whichever cells they are", async () => {
  await client.execute('display("first", { id: "shared" }); var shown = display("second", { id: "shared" });');
  const { output } = await client.execute('shown.update("both");');
  expect(contents(output, "update_display_data")).toMatchObject([
    { data: { "text/plain": expect.stringContaining("both") }, metadata: {}, transient: { display_id: "shared" } },
  ]);
});

test.each([true, false])("clears the output by clear_output with wait: %s", async (wait) => {
  const { output } = await client.execute(`console.log("gone"); clearOutput({ wait: ${wait} }); console.log("kept");`);
  expect(contents(output, "clear_output")).toEqual([{ wait }]);
  expect(types(output)).toEqual(["status", "execute_input", "stream", "clear_output", "stream", "status"]);
});

test("passes on what a user expression and its child processes print, as the cell's output", async () => {
  const { output } = await client.execute("import { spawnSync } from 'node:child_process';", {
    user_expressions: {
      own: "console.log('of the expression')",
      child: "spawnSync('echo', ['of a child'], { stdio: 'inherit' }).status",
    },
  });
  const printed = contents(output, "stream").map(({ text }) => text);
  expect(printed.join("")).toBe("of the expression\nof a child\n");
});

test("answers user_expressions, each with its value or its error, which is no output", async () => {
  const { reply, output } = await client.execute("const sides = [3, 5];", {
    user_expressions: {
      area: "sides[0] * sides[1]",
      page: "({ [Symbol.for('Jupyter.display')]: () => ({ 'text/html': '<b>' }) })",
      wrong: "sides.none.at",
      broken: "1 +",
    },
  });
  expect(reply.user_expressions).toEqual({
    area: { status: "ok", data: { "text/plain": expect.stringContaining("15") }, metadata: {} },
    page: { status: "ok", data: { "text/html": "<b>" }, metadata: {} },
    wrong: {
      status: "error",
      ename: "TypeError",
      evalue: expect.stringContaining("'at'"),
      traceback: expect.any(Array),
    },
    broken: { status: "error", ename: "SyntaxError", evalue: expect.any(String), traceback: expect.any(Array) },
  });
  expect(types(output)).toEqual(["status", "execute_input", "status"]);
  const failed = await client.execute("throw 1", { user_expressions: { area: "1" } });
  expect(failed.reply).toMatchObject({ status: "error", user_expressions: {} });
});

test("keeps a cell out of the history that says store_history: false or silent: true", async () => {
  await client.execute("'is kept'");
  await client.execute("'is not kept'", { store_history: false });
  await client.execute("'is not kept either'", { silent: true });
  const { history } = await client.ask("shell", "history_request", {
    output: false,
    raw: true,
    hist_access_type: "tail",
    n: 2,
  });
  expect((history as string[][]).map((entry) => entry[2]).at(-1)).toBe("'is kept'");
});

test("gives what a frontend shows in a pager as a payload", async () => {
  const { reply } = await client.execute("clearOutput?");
  expect(reply.payload).toEqual([
    {
      source: "page",
      start: 0,
      data: expect.objectContaining({ "text/plain": expect.stringContaining("clearOutput") }),
    },
  ]);
});

test("gives a page as output where nobody sits, and then has none for a pager", async () => {
  const { reply, output } = await client.execute("clearOutput?", { allow_stdin: false });
  expect(reply.payload).toEqual([]);
  expect(contents(output, "display_data")).toMatchObject([
    { data: { "text/plain": expect.stringContaining("clearOutput") } },
  ]);
});

test("gives an error once on iopub and once in the reply, with the cell's own line", async () => {
  const { reply, output } = await client.execute('const kernel = [1, 2, 1];\n\nthrow new RangeError("no such tap");');
  expect(reply).toMatchObject({ status: "error", ename: "RangeError", evalue: "no such tap" });
  expect(contents(output, "error")).toEqual([{ ename: reply.ename, evalue: reply.evalue, traceback: reply.traceback }]);
  expect(types(output)).toEqual(["status", "execute_input", "error", "status"]);
  const traceback = stripVTControlCharacters((reply.traceback as string[]).join("\n"));
  expect(traceback).toMatch(/\b3\b.*throw new RangeError/);
});

test("stops a cell with a type error before it runs", async () => {
  const { reply, output } = await client.execute('console.log("ran");\nconst taps: number = "nine";');
  expect(reply.status).toBe("error");
  expect(types(output)).toEqual(["status", "execute_input", "error", "status"]);
  const traceback = stripVTControlCharacters((reply.traceback as string[]).join("\n"));
  expect(traceback).toContain("2322"); // TypeScript's: Type 'string' is not assignable to type 'number'
  expect(traceback).toMatch(/\b2\b.*const taps/);
});

test("outlives a cell that ends its own process", async () => {
  const { reply, output } = await client.execute("process.exit(3);");
  expect(reply).toMatchObject({ status: "error", evalue: expect.stringContaining("3") });
  expect(types(output)).toContain("error");
  expect((await client.execute("1")).reply).toMatchObject({ status: "ok" });
});

test("publishes nothing of a silent cell and does not count it", async () => {
  const { reply: before } = await client.execute("0");
  const { reply, output } = await client.execute('console.log("hush"); var hushed = 5; hushed', { silent: true });
  expect(types(output)).toEqual(["status", "status"]);
  expect(reply).toMatchObject({ status: "ok", execution_count: before.execution_count });
  const { reply: after, output: shown } = await client.execute("hushed");
  expect(after.execution_count).toBe((before.execution_count as number) + 1);
  expect(resultOf(shown)).toBe("5");
});

test("shows a cell that is kept out of the history without counting it", async () => {
  const { reply: before } = await client.execute("0");
  const { reply, output } = await client.execute("1 + 1", { store_history: false });
  expect(reply.execution_count).toBe(before.execution_count);
  expect(types(output)).toContain("execute_result");
});

test("aborts the cells that wait behind one that fails", async () => {
  const { subshell_id } = await client.ask("control", "create_subshell_request");
  const failing = client.send("shell", "execute_request", {
    code: 'var fail: () => void; await new Promise<void>((resolve) => ((fail = resolve), display("waits"))); throw new Error("stop");',
  });
  await client.until(() => types(client.published(failing)).includes("display_data"));
  const waiting = client.send("shell", "execute_request", { code: 'console.log("ran");' });
  // A socket keeps its messages' order: where this one runs, the one that waits has come.
  client.send("shell", "execute_request", { code: "fail()" }, { subshell_id: subshell_id as string });
  expect(await client.replyTo(failing)).toMatchObject({ content: { status: "error" } });
  expect(await client.replyTo(waiting)).toMatchObject({ content: { status: "aborted" } });
  const later = await client.execute("1");
  expect(later.reply.status).toBe("ok");
  expect(types(client.published(waiting))).toEqual(["status", "status"]);
});

test("goes on with the cells behind a failing one when asked to", async () => {
  client.send("shell", "execute_request", { code: 'throw new Error("never mind");', stop_on_error: false });
  const waiting = client.send("shell", "execute_request", { code: "1" });
  expect(await client.replyTo(waiting)).toMatchObject({ content: { status: "ok" } });
});

test("shows also that it cannot read code for its size", async () => {
  const { reply, output } = await client.execute(`1${" + 1".repeat(20_000)}`);
  expect(reply).toMatchObject({ status: "error", ename: "SyntaxError" });
  expect(types(output)).toEqual(["status", "execute_input", "error", "status"]);
  expect((await client.execute("1")).reply.status).toBe("ok");
});

test("refuses a request without code, and says what it expected", async () => {
  expect(await client.ask("shell", "execute_request", { code: 7 })).toMatchObject({
    status: "error",
    evalue: "expected execute_request.code to be a string, received 7",
  });
});

test("runs in the folder that Jupyter started it in", async () => {
  await client.execute('import { writeFileSync } from "node:fs"; writeFileSync("here", "");');
  expect(existsSync(join(client.folder, "here"))).toBe(true);
});

test("lets a cell with a type error run where SEPCONV_TYPECHECK is off", async () => {
  const lenient = await Client.start({ SEPCONV_TYPECHECK: "off" });
  const { reply } = await lenient.execute('const taps: number = "nine";');
  await lenient.stop();
  expect(reply).toMatchObject({ status: "ok" });
});
