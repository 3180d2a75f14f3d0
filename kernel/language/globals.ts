import { tslabTypes } from "./tslab-types.ts";

/** What the evaluator adds to the globals of Node, as TypeScript declares it: cells are checked against it, completion and inspection read it. */
export const globals = `
/** Which display it is, and what the frontend should know of it. */
interface DisplayOptions {
  /** Displays of one id change together: \`update()\` of any handle of this id reaches all of them. Without it each has its own. */
  id?: string;
  /** Jupyter's metadata of an output, by MIME type, such as \`{ "application/json": { expanded: true } }\`. */
  metadata?: Record<string, unknown>;
}

/** The options of a display, and the size in which an image is shown, in pixels. */
interface ImageDisplayOptions extends DisplayOptions {
  width?: number;
  height?: number;
}

/** What a display returns: shows another value, in the same form, in the same place. */
interface DisplayHandle<Value = unknown> {
  readonly id: string;
  /** Also in a later cell. */
  update(value: Value): void;
}

/**
 * Shows a value in the cell's output: by its own MIME bundle, \`[Symbol.for("Jupyter.display")]()\`, in the form of its kind (tables of
 * records, heat maps of tensors, charts, elements), or as text.
 *
 * @example
 * const progress = display("0 %");
 * progress.update("50 %");
 */
declare const display: {
  (value: unknown, options?: DisplayOptions): DisplayHandle;
  /**
   * Shows HTML.
   *
   * @example
   * display.html("<b>bold</b>");
   */
  html(html: string, options?: DisplayOptions): DisplayHandle<string>;
  /**
   * Shows Markdown, with formulas between dollar signs.
   *
   * @example
   * display.markdown("A *separable* kernel has rank $1$.");
   */
  markdown(markdown: string, options?: DisplayOptions): DisplayHandle<string>;
  /**
   * Shows an SVG document.
   *
   * @example
   * display.svg('<svg width="20" height="20"><circle cx="10" cy="10" r="9" /></svg>');
   */
  svg(svg: string, options?: DisplayOptions): DisplayHandle<string>;
  /**
   * Shows a PNG, JPEG, GIF, WebP or SVG image, kept whole in the notebook: from its bytes, a Blob, a path, or a file:, data: or http(s): URL.
   *
   * @example
   * display.image("data/photo.jpg", { width: 320 });
   */
  image(
    image: Uint8Array | ArrayBuffer | Blob | string | URL,
    options?: ImageDisplayOptions,
  ): DisplayHandle<Uint8Array | ArrayBuffer | Blob | string | URL>;
  /**
   * Shows what JSON can hold as a tree that opens and closes.
   *
   * @example
   * display.json({ layers: [{ name: "conv1", kernel: [3, 3] }] });
   */
  json(value: unknown, options?: DisplayOptions): DisplayHandle;
};

/**
 * Removes the cell's output, at once or, with \`wait\`, when its next output comes: an animation then does not flicker.
 *
 * @example
 * clearOutput({ wait: true });
 */
declare function clearOutput(options?: { wait?: boolean }): void;

/**
 * Asks the user for a line of text while the cell waits; timers and widgets go on.
 *
 * @example
 * const name = await input("Your name: ");
 * const secret = await input("Token: ", { password: true });
 */
declare function input(prompt?: string, options?: { password?: boolean }): Promise<string>;

/**
 * Fires when the running cell is interrupted: give it to \`fetch\`, timers and child processes that must end with the cell.
 *
 * @example
 * const response = await fetch("https://example.org", { signal: abortSignal });
 */
declare const abortSignal: AbortSignal;

/** What comes with a message of a comm, beside its data. */
interface CommExtras {
  metadata?: Record<string, unknown>;
  buffers?: Uint8Array[];
}

/** A message of a comm. */
interface CommMessage {
  data: any;
  metadata: Record<string, unknown>;
  buffers: Uint8Array[];
}

/**
 * A channel to code in the frontend, as widgets use it; data is JSON, buffers are bytes.
 *
 * @example
 * const comm = new Comm("counter", { count: 0 });
 * comm.onMessage = ({ data }) => comm.send({ count: data.count + 1 });
 */
declare class Comm {
  /** Opens a channel to what the frontend has registered under a name. */
  constructor(targetName: string, data?: unknown, options?: CommExtras & { id?: string });
  /** Answers the channels that the frontend opens under a name. */
  static register(targetName: string, open: (comm: Comm, message: CommMessage) => void | Promise<void>): void;
  readonly id: string;
  readonly targetName: string;
  /** Called with each message of the frontend's, while no cell holds the thread. */
  onMessage?: (message: CommMessage) => void | Promise<void>;
  /** Called when the frontend has closed the channel. */
  onClose?: (message: CommMessage) => void | Promise<void>;
  send(data: unknown, options?: CommExtras): void;
  close(data?: unknown, options?: CommExtras): void;
}
${tslabTypes}`;
