import type { MimeBundle, Output, Reply } from "../language/interpreter.ts";
import type { CellOutput, CodeCell } from "./nbformat/notebook.ts";

const WIDGET = "application/vnd.jupyter.widget-view+json";

type Display = Extract<CellOutput, { output_type: "display_data" }>;

/** The displays of one notebook by their id: a later cell may update an earlier one's. */
export type Displays = Map<string, Display[]>;

/** Collects what a cell puts out, as Jupyter's frontends keep it. */
export class CellOutputs {
  #clearBeforeNext = false;
  readonly #cell: CodeCell;
  readonly #displays: Displays;

  constructor(cell: CodeCell, displays: Displays) {
    this.#cell = cell;
    this.#displays = displays;
    cell.outputs = [];
  }

  /** A message of the running cell. */
  add(output: Output): void {
    switch (output.msg_type) {
      case "stream":
        this.#stream(output.content.name, output.content.text);
        break;
      case "clear_output":
        if (output.content.wait) this.#clearBeforeNext = true;
        else this.#cell.outputs = [];
        break;
      case "display_data":
      case "update_display_data":
        this.#display(output);
        break;
      default:
      // a comm is of no use without a frontend
    }
  }

  /** The cell's end: its result and its pages, or its error. */
  end(reply: Reply): void {
    if (reply.status === "error") {
      const { ename, evalue, traceback } = reply;
      this.#append({ output_type: "error", ename, evalue, traceback });
      return;
    }
    if (reply.result !== undefined) {
      const { data, metadata } = reply.result;
      const { execution_count } = this.#cell;
      this.#append({ output_type: "execute_result", execution_count, data: lasting(data), metadata });
    }
    // a file has no pager
    for (const { data } of reply.payload ?? []) this.#append({ output_type: "display_data", data, metadata: {} });
  }

  /** Streams arrive in pieces of any size; consecutive pieces of one stream are one output. */
  #stream(name: string, text: string): void {
    const last = this.#clearBeforeNext ? undefined : this.#cell.outputs.at(-1);
    if (last?.output_type === "stream" && last.name === name) last.text += text;
    else this.#append({ output_type: "stream", name, text });
  }

  /** A display that has an id also replaces the earlier ones of that id, in whichever cell they are. */
  #display({ msg_type, content }: Extract<Output, { content: { transient: unknown } }>): void {
    const { metadata, transient } = content;
    const data = lasting(content.data);
    const id = transient.display_id;
    const shown = id === undefined ? [] : (this.#displays.get(id) ?? []);
    for (const display of shown) Object.assign(display, { data, metadata });
    if (msg_type === "update_display_data") return;
    const display: Display = { output_type: "display_data", data, metadata };
    this.#append(display);
    if (id !== undefined) this.#displays.set(id, [...shown, display]);
  }

  #append(output: CellOutput): void {
    if (this.#clearBeforeNext) this.#cell.outputs = [];
    this.#clearBeforeNext = false;
    this.#cell.outputs.push(output);
  }
}

/** A widget lives as long as its kernel: what stays of it in a file is the form beside it. */
const lasting = (data: MimeBundle): MimeBundle =>
  Object.fromEntries(Object.entries(data).filter(([type]) => type !== WIDGET));
