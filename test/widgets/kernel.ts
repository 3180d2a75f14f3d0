import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { Client, isStatus, type Message } from "../kernel/server/client.ts";
import { checkout } from "../package/installed.ts";

type State = Record<string, unknown>;

/** A kernel in the checkout, where cells import "sepconv". */
export const startKernel = (): Promise<Client> =>
  Client.startOther(
    [process.execPath, join(checkout, "bin/sepconv.js"), "kernel", "{connection_file}"],
    checkout,
    process.env,
  );

/** Runs a cell that must not fail; what it published. */
export async function run(client: Client, code: string): Promise<Message[]> {
  const { reply, output } = await client.execute(code);
  if (reply.status !== "ok") throw new Error(`expected the cell to run, received ${JSON.stringify(reply)}`);
  return output;
}

/** The states of the widgets that were opened, by the ids of their comms. */
export const opened = (output: Message[]): Map<string, State> =>
  new Map(
    output
      .filter(({ msg_type, content }) => msg_type === "comm_open" && content.target_name === "jupyter.widget")
      .map(({ content }) => [String(content.comm_id), (content.data as { state: State }).state]),
  );

/** The id of the one widget of a kind. */
export function idOf(output: Message[], model: string): string {
  const ids = [...opened(output)].filter(([, { _model_name: name }]) => name === model).map(([id]) => id);
  if (ids.length !== 1) throw new Error(`expected one ${model}, received ${ids.length}`);
  return ids[0]!;
}

/** What a frontend sends when the user changes something; the id of the message. */
export const change = (client: Client, comm_id: string, state: State): string =>
  client.send("shell", "comm_msg", { comm_id, data: { method: "update", state, buffer_paths: [] } });

/** The user changes something; what was published for that until the kernel was idle again. */
export const changed = (client: Client, comm_id: string, state: State): Promise<Message[]> =>
  settled(client, change(client, comm_id, state));

export async function settled(client: Client, id: string): Promise<Message[]> {
  await client.next(isStatus(id, "idle"));
  return client.published(id);
}

/** What was shown, in words, each with its display's id. */
export const shown = (
  output: Message[],
  type: "display_data" | "update_display_data",
): [id: unknown, text: unknown][] =>
  output
    .filter(({ msg_type }) => msg_type === type)
    .map(({ content }) => [
      (content.transient as { display_id?: string }).display_id,
      stripVTControlCharacters((content.data as Record<string, string>)["text/plain"]!),
    ]);

export const texts = (output: Message[]): unknown[] => shown(output, "update_display_data").map(([, text]) => text);
