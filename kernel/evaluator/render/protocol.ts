import type { MimeBundle } from "../protocol.ts";
import { textOf } from "./text.ts";

const DISPLAY = Symbol.for("Jupyter.display");

/** A value's own MIME bundle by the display protocol of Jupyter kernels for JavaScript. An error in its method is the cell's. */
export function ownBundle(value: unknown): MimeBundle | undefined | Promise<MimeBundle | undefined> {
  const method = methodOf(value);
  if (!method) return undefined;
  const returned: unknown = method.call(value);
  return isThenable(returned) ? Promise.resolve(returned).then(checked) : checked(returned);
}

function methodOf(value: unknown): ((this: unknown) => unknown) | undefined {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return undefined;
  try {
    const method: unknown = Reflect.get(value, DISPLAY);
    return typeof method === "function" ? (method as (this: unknown) => unknown) : undefined;
  } catch {
    return undefined;
  }
}

const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";

function checked(returned: unknown): MimeBundle | undefined {
  const wrong = wrongText(returned);
  const bundle = wrong ? undefined : sendable(returned);
  if (!bundle) {
    const expected = wrong ? `${wrong[0]} to be a string` : 'a MIME bundle such as { "text/html": "<b>…</b>" }';
    process.stderr.write(
      `[Symbol.for("Jupyter.display")]: expected ${expected}, received ${textOf(wrong ? wrong[1] : returned)}; the value is shown as text\n`,
    );
  }
  return bundle;
}

/** The first text or image of a bundle that is neither a string nor bytes, which a frontend would leave out without a word. */
function wrongText(bundle: unknown): [type: string, value: unknown] | undefined {
  if (typeof bundle !== "object" || bundle === null) return undefined;
  try {
    return Object.entries(bundle).find(([type, value]) => isText(type) && isWrong(value));
  } catch {
    return undefined;
  }
}

const isText = (type: string): boolean => /^(?:text|image)\//.test(type) && !isJson(type);
const isWrong = (value: unknown): boolean =>
  value !== undefined && typeof value !== "string" && !(value instanceof Uint8Array);

/** The bundle in the form in which it is sent, if it is one: an object from MIME types to text, and to JSON where the type says so. */
function sendable(bundle: unknown): MimeBundle | undefined {
  if (typeof bundle !== "object" || bundle === null || Array.isArray(bundle)) return undefined;
  try {
    const entries = Object.entries(bundle).map(([type, value]) => [type, isJson(type) ? asJson(value) : asText(value)]);
    const sent = entries.filter(([, value]) => value !== undefined);
    return sent.length > 0 && sent.every(([type]) => String(type).includes("/")) ? Object.fromEntries(sent) : undefined;
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

function asJson(value: unknown): unknown {
  const text: string | undefined = JSON.stringify(value);
  return text === undefined ? undefined : JSON.parse(text);
}
