/** What the kernel and its evaluator say to each other, and on which descriptors of the evaluator. */

export type MimeBundle = Record<string, unknown>;

/** A message of a comm, in either direction; its buffers are base64. */
export interface CommMessage {
  msg_type: "comm_open" | "comm_msg" | "comm_close";
  content: { comm_id: string; target_name?: string; data: unknown };
  metadata: Record<string, unknown>;
  buffers: string[];
}

/** What a cell puts out while it runs, in the content form of Jupyter's iopub messages. */
export type Output =
  | { msg_type: "stream"; content: { name: "stdout" | "stderr"; text: string } }
  | {
      msg_type: "display_data" | "update_display_data";
      content: { data: MimeBundle; metadata: MimeBundle; transient: { display_id?: string } };
    }
  | { msg_type: "clear_output"; content: { wait: boolean } }
  | CommMessage;

/** What a frontend shows beside the notebook, in a pager: one of Jupyter's payloads. */
export interface Page {
  source: "page";
  data: MimeBundle;
  /** The first line to show. */
  start: number;
}

/**
 * How a cell ended: with the value of its last expression, or with an error whose traceback carries ANSI colours.
 * The exit code is that of a process which the cell ended.
 */
export type Reply =
  | { status: "ok"; result?: { data: MimeBundle; metadata: MimeBundle }; payload?: Page[] }
  | { status: "error"; ename: string; evalue: string; traceback: string[]; line?: number; exitCode?: number };

/** A cell made ready to run. Its maps lead, one after the other, from the JavaScript back to what the user wrote. */
export interface Script {
  /** What V8 knows it by. */
  url: string;
  javascript: string;
  source: string;
  maps: string[];
}

/** What a cell asks the user for. */
export interface InputRequest {
  prompt: string;
  password: boolean;
}

/**
 * Kernel → evaluator, a line of JSON each. The number is that of a task, a cell or the callback of a comm, and comes back with all that the
 * task puts out.
 */
export type Request =
  | { type: "run"; number: number; script: Script }
  | { type: "comm"; number: number; message: CommMessage };

/** Kernel → evaluator, beside requests; a line of JSON each. */
export type Signal =
  /** Means all of the first so many requests. */
  { type: "interrupt"; requests: number } | { type: "input"; id: number; answer: InputAnswer };

/** What the user typed, or why nobody was asked. */
export type InputAnswer = { value: string } | { refusal: string };

/** Evaluator → kernel, a frame of JSON each. */
export type Message =
  | { type: "ready" }
  /** What follows on stdout and stderr is this task's. */
  | { type: "text"; number: number }
  | { type: "output"; number: number; output: Output }
  | { type: "input"; number: number; id: number; request: InputRequest }
  | { type: "reply"; number: number; reply: Reply }
  /** So many interrupts are over: nothing that runs from now on is meant by them. */
  | { type: "interrupted"; upTo: number };

/** The evaluator's descriptors beside stdin, stdout and stderr. */
export const FRAMES = 3;
export const REQUESTS = 4;
export const SIGNALS = 5;

/** With this exit code the evaluator gives up when its own code fails, as when a cell replaces what JavaScript brings. */
export const BROKEN = 70;

/** A frame begins with the length of its body, its number (4 bytes each), and which of stdout and stderr carry its mark (1 byte). */
export const HEAD = 9;

/** What the writer of a frame puts on stdout and stderr: a secret, and the number of the frame in a fixed number of digits. */
export const MARK_DIGITS = 8;
export const markOf = (secret: string, frame: number): string => secret + frame.toString(36).padStart(MARK_DIGITS, "0");
