import { inspect } from "node:util";
import { sendOutput } from "./channel.ts";
import type { MimeBundle } from "./protocol.ts";

const DISPLAY = Symbol.for("Jupyter.display");

/** Displays that still wait for an asynchronous MIME bundle. */
const pending = new Set<Promise<void>>();
let displays = 0;

/** A value's own MIME bundle by the display protocol, or else what Node's inspect says. */
export async function bundleOf(value: unknown): Promise<MimeBundle> {
  return ownBundle(await callDisplay(value)) ?? { "text/plain": inspect(value, { colors: true }) };
}

function callDisplay(value: unknown): unknown {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return undefined;
  const method: unknown = Reflect.get(value, DISPLAY);
  return typeof method === "function" ? method.call(value) : undefined;
}

/** The bundle in the form in which it is sent, if it is one: an object from MIME types to JSON. */
function ownBundle(bundle: unknown): MimeBundle | undefined {
  if (typeof bundle !== "object" || bundle === null || Array.isArray(bundle)) return undefined;
  if (Object.keys(bundle).length === 0 || !Object.keys(bundle).every((type) => type.includes("/"))) return undefined;
  try {
    const entries = Object.entries(bundle).map(([type, value]) => [type, isJson(type) ? value : asText(value)]);
    return JSON.parse(JSON.stringify(Object.fromEntries(entries))) as MimeBundle;
  } catch {
    return undefined;
  }
}

const isJson = (type: string): boolean => /^application\/(?:.*\+)?json$/.test(type);

/** A notebook file holds text under every type that is not JSON. */
function asText(value: unknown): string | undefined {
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** What display() returns: shows another value in the same place. */
export class DisplayHandle {
  readonly id: string;

  constructor(id: string) {
    this.id = id;
  }

  update(value: unknown): void {
    show("update_display_data", value, this.id);
  }
}

/** The global of this name: shows a value in the cell's output. */
export function display(value: unknown): DisplayHandle {
  const handle = new DisplayHandle(`${process.pid}-${++displays}`);
  show("display_data", value, handle.id);
  return handle;
}

/** The global of this name: removes the cell's output, at once or when the next output comes. */
export function clearOutput({ wait = false }: { wait?: boolean } = {}): void {
  sendOutput({ msg_type: "clear_output", content: { wait } });
}

/** Lets go of the displays of a cell that has ended. */
export const forgetDisplays = (): void => pending.clear();

/** Resolves when every display that was begun is out. */
export async function settleDisplays(): Promise<void> {
  while (pending.size > 0) await Promise.all(pending);
}

function show(msg_type: "display_data" | "update_display_data", value: unknown, display_id: string): void {
  const send = (data: MimeBundle) =>
    sendOutput({ msg_type, content: { data, metadata: {}, transient: { display_id } } });
  const called = callDisplay(value);
  const text = () => ({ "text/plain": inspect(value, { colors: true }) });
  if (!(called instanceof Promise)) {
    send(ownBundle(called) ?? text());
    return;
  }
  const sent = called.then((bundle: unknown) => send(ownBundle(bundle) ?? text()));
  const settled = sent.finally(() => pending.delete(settled));
  pending.add(settled);
}
