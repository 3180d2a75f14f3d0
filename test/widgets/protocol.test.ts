import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { golden } from "../golden/golden.ts";
import type { Client, Message } from "../kernel/server/client.ts";
import { changed, idOf, opened, run, settled, startKernel } from "./kernel.ts";

type State = Record<string, unknown>;
interface Golden {
  states: Record<string, State>;
  answers: Record<string, { asked: State; sent: unknown[]; became: State }[]>;
}

/** By ipywidgets. */
const { states, answers } = golden<Golden>("widgets");
const MADE: Record<string, string> = { Dropdown: '{ options: ["a", "b"] }' };
const make = (name: string) => `new widgets.${name}(${MADE[name] ?? ""})`;
const IMPORT = 'import { widgets } from "sepconv";';

/** Nothing where the widget has none. */
const withDefaults = (defaults: unknown, sent: State | undefined) => defaults && { ...defaults, ...sent };

/** A description gets the room that it needs, which Python's does not. */
const withRoom = (style: unknown) =>
  style && { ...style, ...("description_width" in (style as State) && { description_width: "initial" }) };

let client: Client;
beforeAll(async () => {
  client = await startKernel();
});
afterAll(() => client.stop());

const sent = (output: Message[], id: string): unknown[] =>
  output.flatMap(({ msg_type, content }) => (msg_type === "comm_msg" && content.comm_id === id ? [content.data] : []));

describe.each(Object.entries(states))("a new %s", (name, state) => {
  test("opens in the state in which ipywidgets opens it", async () => {
    const output = await run(client, `${IMPORT} ${make(name)};`);
    const models = opened(output);
    const { layout, style, ...own } = models.get(idOf(output, `${name}Model`))!;
    const { layout: layoutOfPython, style: styleOfPython, ...ownOfPython } = state;
    expect(own).toEqual(ownOfPython);
    const refer = (reference: unknown) => models.get(String(reference).replace("IPY_MODEL_", ""));
    // what is left out is the frontend's, which has the same defaults
    expect({ ...(layoutOfPython as State), ...refer(layout) }).toEqual(layoutOfPython);
    expect(withDefaults(styleOfPython, refer(style))).toEqual(withRoom(styleOfPython));
  });

  test("is opened after what it refers to, with the version of the protocol", async () => {
    const output = await run(client, `${IMPORT} ${make(name)};`);
    const openings = output.filter(({ msg_type }) => msg_type === "comm_open");
    expect(openings.at(-1)!.content.comm_id).toBe(idOf(output, `${name}Model`));
    for (const { metadata } of openings) expect(metadata).toEqual({ version: "2.1.0" });
  });
});

test.each(Object.entries(answers).flatMap(([name, cases]) => cases.map((one) => ({ name, ...one }))))(
  "a $name that is asked for $asked answers as ipywidgets does",
  async ({ name, asked, sent: answered, became }) => {
    const id = idOf(await run(client, `${IMPORT} ${make(name)};`), `${name}Model`);
    expect(sent(await changed(client, id, asked), id)).toEqual(answered);
    const request = client.send("shell", "comm_msg", { comm_id: id, data: { method: "request_state" } });
    const [update] = sent(await settled(client, request), id);
    expect(update).toMatchObject({
      method: "update",
      state: { ...states[name], ...became, layout: expect.any(String), style: expect.any(String) },
    });
  },
);

test.each([
  ["IntSlider", { value: "seven" }, 0],
  ["Dropdown", { index: 9 }, 0],
  ["Text", { value: null }, ""],
])("a %s keeps its value where a frontend asks for %j, and says so", async (name, asked, kept) => {
  const id = idOf(await run(client, `${IMPORT} ${make(name)};`), `${name}Model`);
  const [key] = Object.keys(asked);
  expect(sent(await changed(client, id, asked), id)).toEqual([
    { method: "echo_update", state: asked, buffer_paths: [] },
    { method: "update", state: { [key!]: kept }, buffer_paths: [] },
  ]);
});

test("a value that a cell sets moves the widget in the frontend, and calls who listens, until that one has had enough", async () => {
  const output = await run(
    client,
    `${IMPORT} const size = new widgets.IntSlider({ min: 1, max: 7 });
    const stop = size.onChange((value) => console.log("now " + value));
    size.value = 99; size.value = 7; stop(); size.value = 3;`,
  );
  const moved = [7, 3].map((value) => ({ method: "update", state: { value }, buffer_paths: [] }));
  expect(sent(output, idOf(output, "IntSliderModel"))).toEqual(moved);
  expect(output.flatMap(({ msg_type, content }) => (msg_type === "stream" ? [content.text] : []))).toEqual(["now 7\n"]);
});

test("a click calls who listens", async () => {
  const code = `${IMPORT} new widgets.Button({ description: "Go" }).onClick(() => console.log("clicked"));`;
  const comm_id = idOf(await run(client, code), "ButtonModel");
  const id = client.send("shell", "comm_msg", { comm_id, data: { method: "custom", content: { event: "click" } } });
  await settled(client, id);
  expect(client.text(id, "stdout")).toBe("clicked\n");
});

test("a widget shows itself as a live view, and where that is not known in HTML and in text", async () => {
  const output = await run(
    client,
    `${IMPORT} new widgets.VBox([new widgets.Label({ value: "a < b" }), new widgets.Dropdown({ options: [1, 2], description: "n" })])`,
  );
  const { content } = output.find(({ msg_type }) => msg_type === "execute_result")!;
  expect(content.data).toEqual({
    "application/vnd.jupyter.widget-view+json": {
      model_id: idOf(output, "VBoxModel"),
      version_major: 2,
      version_minor: 0,
    },
    "text/html": "<div>a &lt; b</div><div>n: 1 (1, 2)</div>",
    "text/plain": "a < b\nn: 1 (1, 2)",
  });
});

describe("a frontend that comes later", () => {
  const control = "jupyter.widget.control";

  test("gets all models at once, and finds their comms", async () => {
    const output = await run(client, `${IMPORT} const late = new widgets.Text({ value: "late" });`);
    const id = idOf(output, "TextModel");
    client.send(
      "shell",
      "comm_open",
      { comm_id: "later", target_name: control, data: {} },
      { metadata: { version: "1.0.0" } },
    );
    const request = client.send("shell", "comm_msg", { comm_id: "later", data: { method: "request_states" } });
    const [answer] = sent(await settled(client, request), "later") as {
      method: string;
      states: Record<string, State>;
    }[];
    expect(answer).toMatchObject({ method: "update_states", buffer_paths: [] });
    expect(answer!.states[id]).toEqual({
      model_name: "TextModel",
      model_module: "@jupyter-widgets/controls",
      model_module_version: "2.0.0",
      state: opened(output).get(id),
    });
    const { comms } = await client.ask("shell", "comm_info_request", { target_name: "jupyter.widget" });
    expect(Object.keys(comms as object).toSorted()).toEqual(Object.keys(answer!.states).toSorted());
  });

  test("does not see a widget that was closed, whose value stays readable", async () => {
    const id = idOf(
      await run(client, `${IMPORT} const brief = new widgets.Checkbox({ value: true });`),
      "CheckboxModel",
    );
    const output = await run(client, "brief.close(); brief.value = false; console.log(brief.value);");
    expect(output.filter(({ msg_type }) => msg_type === "comm_close").map(({ content }) => content.comm_id)).toContain(
      id,
    );
    expect(sent(output, id)).toEqual([]);
    const { comms } = await client.ask("shell", "comm_info_request", {});
    expect(Object.keys(comms as object)).not.toContain(id);
    const text = output.find(({ msg_type }) => msg_type === "stream")!.content.text;
    expect(text).toBe("false\n");
  });
});

test("bytes in a state travel beside it as buffers, both ways, also to a frontend that comes later", async () => {
  const output = await run(
    client,
    `import { Model } from "./src/widgets/model.ts";
    const binary = new Model(
      { _model_name: "BinaryModel", image: new Uint8Array([1, 2]), list: [0, new Float32Array([1])] },
      { changed: ({ image }) => console.log(image) },
    );`,
  );
  const opening = output.find(({ msg_type }) => msg_type === "comm_open")!;
  expect(opening.content.data).toEqual({
    state: { _model_name: "BinaryModel", list: [0, null] },
    buffer_paths: [["image"], ["list", 1]],
  });
  expect(opening.buffers.map((buffer) => [...buffer])).toEqual([
    [1, 2],
    [0, 0, 128, 63],
  ]);

  const comm_id = String(opening.content.comm_id);
  const data = { method: "update", state: {}, buffer_paths: [["image"]] };
  const id = client.send("shell", "comm_msg", { comm_id, data }, { buffers: [new Uint8Array([3, 4, 5])] });
  const echo = (await settled(client, id)).find(({ msg_type }) => msg_type === "comm_msg")!;
  expect(client.text(id, "stdout")).toBe("Uint8Array(3) [ 3, 4, 5 ]\n");
  expect(echo.content.data).toEqual({ method: "echo_update", state: {}, buffer_paths: [["image"]] });
  expect(echo.buffers.map((buffer) => [...buffer])).toEqual([[3, 4, 5]]);

  client.send("shell", "comm_open", { comm_id: "bytes", target_name: "jupyter.widget.control", data: {} });
  const request = client.send("shell", "comm_msg", { comm_id: "bytes", data: { method: "request_states" } });
  const states = (await settled(client, request)).find(({ msg_type }) => msg_type === "comm_msg")!;
  expect(states.content.data).toMatchObject({
    buffer_paths: [
      [comm_id, "state", "image"],
      [comm_id, "state", "list", 1],
    ],
  });
  expect([...states.buffers[0]!]).toEqual([3, 4, 5]);
});

test("a frontend that closes the comm has the widget closed", async () => {
  const comm_id = idOf(await run(client, `${IMPORT} const left = new widgets.Text();`), "TextModel");
  await settled(client, client.send("shell", "comm_close", { comm_id, data: {} }));
  const output = await run(client, 'left.value = "alone"; console.log(left.value);');
  expect(sent(output, comm_id)).toEqual([]);
  expect(sent(await changed(client, comm_id, { value: "lost" }), comm_id)).toEqual([]);
});
