/** What the kernel and its evaluator say to each other, and on which descriptors of the evaluator. */

export type MimeBundle = Record<string, unknown>;

/** What a cell puts out while it runs, in the content form of Jupyter's iopub messages. */
export type Output =
  | { msg_type: "stream"; content: { name: "stdout" | "stderr"; text: string } }
  | {
      msg_type: "display_data" | "update_display_data";
      content: { data: MimeBundle; metadata: MimeBundle; transient: { display_id?: string } };
    }
  | { msg_type: "clear_output"; content: { wait: boolean } };

/**
 * How a cell ended: with the value of its last expression, or with an error whose traceback carries ANSI colours.
 * The exit code is that of a process which the cell ended.
 */
export type Reply =
  | { status: "ok"; result?: { data: MimeBundle; metadata: MimeBundle } }
  | { status: "error"; ename: string; evalue: string; traceback: string[]; line?: number; exitCode?: number };

/** A cell made ready to run. Its maps lead, one after the other, from the JavaScript back to what the user wrote. */
export interface Script {
  number: number;
  /** What V8 knows it by. */
  url: string;
  javascript: string;
  source: string;
  maps: string[];
}

/** Kernel → evaluator, a line of JSON each. */
export type Request = { type: "run"; script: Script } | { type: "interrupt"; ticket: number };

/** Evaluator → kernel, a frame of JSON each. */
export type Message =
  | { type: "ready" }
  | { type: "output"; output: Output }
  | { type: "reply"; number: number; reply: Reply };

/** The evaluator's descriptors beside stdin, stdout and stderr. */
export const FRAMES = 3;
export const REQUESTS = 4;
export const INTERRUPTS = 5;
