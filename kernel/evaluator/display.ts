import { types } from "node:util";
import { sendOutput } from "./channel.ts";
import { gapFor, isFigure } from "./display/gap.ts";
import { imageBundle } from "./display/image.ts";
import { checkOptions, type DisplayOptions, type ImageOptions } from "./display/options.ts";
import { keepPending } from "./display/pending.ts";
import { refuse } from "./display/refuse.ts";
import type { MimeBundle } from "./protocol.ts";
import { withNamespace } from "./render/markup.ts";
import { render } from "./render/render.ts";
import { textOf } from "./render/text.ts";

export { forgetDisplays, settleDisplays } from "./display/pending.ts";

interface Shown {
  data: MimeBundle;
  metadata: Record<string, unknown>;
}

/** How a display shows what it is given, first and at every update. */
type Form = (value: unknown) => Shown | Promise<Shown>;

/** The MIME bundle of a cell's result. */
export const bundleOf = async (value: unknown): Promise<MimeBundle> => render(value);

/** What display() returns: shows another value, in the same form, in the same place. */
export class DisplayHandle {
  readonly id: string;
  readonly #form: Form;

  constructor(id: string, form: Form) {
    this.id = id;
    this.#form = form;
  }

  /** Without a look at the prototype, which a proxy may refuse. */
  static [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === "object" && value !== null && #form in value;
  }

  update(value: unknown): void {
    show("update_display_data", this.id, this.#form(value));
  }
}

function anyValue(value: unknown, options: DisplayOptions = {}): DisplayHandle {
  checkOptions("display", options);
  return begin(value, options, (one) => withMetadata(render(one), options.metadata));
}

const markup =
  (name: string, type: string, written: string, toShown = (text: string) => text) =>
  (text: string, options: DisplayOptions = {}): DisplayHandle => {
    const who = `display.${name}`;
    checkOptions(who, options);
    return begin(text, options, (one) => {
      if (typeof one !== "string") refuse(who, `${written} as a string`, one, "display(value) shows other values");
      return withMetadata({ [type]: toShown(one), "text/plain": one }, options.metadata);
    });
  };

function json(value: unknown, options: DisplayOptions = {}): DisplayHandle {
  checkOptions("display.json", options);
  return begin(value, options, (one) =>
    withMetadata({ "application/json": toJson(one), "text/plain": textOf(one) }, options.metadata),
  );
}

function image(source: unknown, options: ImageOptions = {}): DisplayHandle {
  checkOptions("display.image", options, true);
  const { width, height, metadata } = options;
  const size = { ...(width !== undefined && { width }), ...(height !== undefined && { height }) };
  const sized = (data: MimeBundle): Shown => ({
    data,
    metadata: {
      ...Object.fromEntries(
        Object.keys(data)
          .filter(isImage)
          .map((type) => [type, size]),
      ),
      ...metadata,
    },
  });
  return begin(source, options, (one) => {
    const bundle = imageBundle(one);
    return types.isPromise(bundle) ? bundle.then(sized) : sized(bundle);
  });
}

/** The global of this name: shows a value in the cell's output. */
export const display = Object.assign(anyValue, {
  html: markup("html", "text/html", "HTML"),
  markdown: markup("markdown", "text/markdown", "Markdown"),
  svg: markup("svg", "image/svg+xml", "an SVG document", withNamespace),
  image,
  json,
});
Object.defineProperty(display, "name", { value: "display" });

/** The global of this name: removes the cell's output, at once or when the next output comes. */
export function clearOutput({ wait = false }: { wait?: boolean } = {}): void {
  sendOutput({ msg_type: "clear_output", content: { wait } });
}

let displays = 0;

function begin(value: unknown, { id = `${process.pid}-${++displays}` }: DisplayOptions, form: Form): DisplayHandle {
  show("display_data", id, form(value));
  return new DisplayHandle(id, form);
}

function show(msg_type: "display_data" | "update_display_data", id: string, shown: Shown | Promise<Shown>): void {
  const put = (content: Shown) => sendOutput({ msg_type, content: { ...content, transient: { display_id: id } } });
  const send = (content: Shown) => {
    if (msg_type === "update_display_data" && isFigure(content.data)) put(gapFor(content.data));
    put(content);
  };
  if (types.isPromise(shown)) keepPending(shown.then(send));
  else send(shown);
}

function withMetadata(
  data: MimeBundle | Promise<MimeBundle>,
  metadata: Record<string, unknown> = {},
): Shown | Promise<Shown> {
  return types.isPromise(data) ? data.then((settled) => ({ data: settled, metadata })) : { data, metadata };
}

/** A copy as JSON has it, made at once: what the cell changes later does not show. */
function toJson(value: unknown): unknown {
  let text: string | undefined;
  try {
    text = JSON.stringify(value);
  } catch (error) {
    refuse("display.json", `what JSON can hold (${error instanceof Error ? error.message : error})`, value, REMEDY);
  }
  if (text === undefined) refuse("display.json", "what JSON can hold", value, REMEDY);
  return JSON.parse(text);
}

const REMEDY = "display(value) shows any value";
const isImage = (type: string): boolean => type.startsWith("image/");
