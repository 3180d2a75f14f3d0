import { afterAll, beforeAll, expect, test } from "vitest";
import { Client, type Message } from "./client.ts";

let client: Client;
beforeAll(async () => {
  client = await Client.start({ SEPCONV_TYPECHECK: "off" });
});
afterAll(() => client.stop());

const ask = (code: string, options: Record<string, unknown> = { allow_stdin: true }): string =>
  client.send("shell", "execute_request", { code, ...options });

const questionOf = (id: string): Promise<Message> =>
  client.next(({ msg_type, parent }) => msg_type === "input_request" && parent === id);

const resultOf = async (id: string): Promise<unknown> => {
  const { content } = await client.next(({ msg_type, parent }) => msg_type === "execute_result" && parent === id);
  return (content.data as Record<string, unknown>)["application/json"];
};

/** A cell whose result is a value as JSON. */
const shown = (expression: string): string =>
  `var value = ${expression}; ({ [Symbol.for("Jupyter.display")]: () => ({ "application/json": value, "text/plain": "" }) })`;

test.each([
  ["prompt", "prompt('filter?')", "filter?", false, "blur", "blur"],
  ["prompt with a default", "prompt('filter?', 'sobel')", "filter? [sobel]", false, "", "sobel"],
  ["confirm", "confirm('sure?')", "sure? [y/N]", false, "y", true],
  ["confirm that is denied", "confirm('sure?')", "sure? [y/N]", false, "", false],
  ["input", "await input('filter?')", "filter?", false, "é 😀", "é 😀"],
  ["input of a password", "await input('key?', { password: true })", "key?", true, "secret", "secret"],
])(
  "%s asks the client that runs the cell by input_request, and returns its answer",
  async (_, call, prompt, password, answer, value) => {
    const id = ask(shown(call));
    const question = await questionOf(id);
    expect(question).toMatchObject({ channel: "stdin", content: { prompt, password } });
    client.answer(question, answer);
    expect(await resultOf(id)).toBe(value);
  },
);

test("an answer may come without the question's header", async () => {
  const id = ask(shown("prompt('filter?')"));
  await questionOf(id);
  client.send("stdin", "input_reply", { value: "blur" });
  expect(await resultOf(id)).toBe("blur");
});

test.each(["prompt('filter?')", "confirm('sure?')", "await input('filter?')"])(
  "%s fails when the request says allow_stdin: false, or does not say",
  async (call) => {
    for (const options of [{ allow_stdin: false }, {}]) {
      const id = ask(call, options);
      const { content } = await client.replyTo(id);
      expect(content).toMatchObject({ status: "error", evalue: expect.stringContaining("nobody can be asked") });
      expect(client.messages.filter(({ channel, parent }) => channel === "stdin" && parent === id)).toEqual([]);
    }
  },
);

test.each(["prompt('filter?')", "confirm('sure?')", "await input('filter?')"])(
  "an interrupt ends a cell that waits in %s; a late answer goes to nobody",
  async (call) => {
    await client.execute("var kept = 9;");
    const id = ask(call);
    const question = await questionOf(id);
    await client.ask("control", "interrupt_request");
    expect(await client.replyTo(id)).toMatchObject({ content: { status: "error", ename: "Interrupted" } });
    client.answer(question, "too late");
    const next = ask(shown("[kept, prompt('again?')]"));
    client.answer(await questionOf(next), "in time");
    expect(await resultOf(next)).toEqual([9, "in time"]);
  },
);
