import { channel } from "node:diagnostics_channel";
import { beginText, send } from "./channel.ts";
import { asTask, currentCell, runningTask } from "./current.ts";
import { Interrupted, interruptedReply } from "./interrupted.ts";
import { AbortController, Map, Promise } from "./intrinsics.ts";
import type { Reply } from "./protocol.ts";
import {
  answerInterrupts,
  blows,
  hearInterrupts,
  isAnswered,
  isCalmSince,
  isInterrupted,
} from "./signals/interruption.ts";
import { errorReply } from "./traceback.ts";

/** A cell or a callback of a comm that runs. */
class Task {
  readonly number: number;
  readonly url: string;
  /** Rejects when the task is ended from outside its own flow. */
  readonly failed: Promise<never>;
  readonly controller = new AbortController();
  result: unknown;
  /** Called just before the task is answered for, as a part of it. */
  onEnd: () => void = () => {};
  private reject: (error: unknown) => void = () => {};

  constructor(number: number, url: string) {
    this.number = number;
    this.url = url;
    this.failed = new Promise<never>((_, reject) => (this.reject = reject));
    this.failed.catch(() => {});
  }

  fail(error: unknown): void {
    this.reject(error);
  }

  /** Answers for the task, once. */
  end(reply: Reply): void {
    if (!running.delete(this.number)) return;
    asTask(this.number, this.onEnd);
    send({ type: "reply", number: this.number, reply });
  }

  interrupt(): void {
    const error = new Interrupted();
    // at once, since the interrupt may have stopped what awaits the task's end
    this.end(interruptedReply());
    this.fail(error);
    this.controller.abort(error);
    interrupts.publish(error);
  }
}

/** By which the library's own signal hears of interrupts. */
const interrupts = channel("sepconv.interrupt");
const running = new Map<number, Task>();

/**
 * Runs a task to its end and answers for it.
 *
 * @param body  gets a promise that rejects when the task is ended from outside its own flow
 */
export async function perform(
  number: number,
  url: string,
  body: (failed: Promise<never>) => Promise<Reply>,
): Promise<void> {
  const task = new Task(number, url);
  running.set(number, task);
  beginText(number);
  const reply = await asTask(number, () => body(task.failed)).catch((error: unknown) => errorReply(error, url));
  if (reply.status === "error" && isInterrupted()) {
    hearInterrupts();
    task.interrupt();
  } else task.end(reply);
}

export const taskOf = (number: number): Task | undefined => running.get(number);

/** The interrupt by which all that ran was last ended, and how many blows had been dealt by then. */
let last = { ticket: 0, blows: 0 };

/**
 * Ends everything that runs by an interrupt, of which the second thread tells again and again. Between two times Node comes to the end of
 * all ticks and microtasks: then the interrupt is over. Unless a blow has ended them early: endless ones go on after it.
 */
export function interrupt(ticket: number): void {
  if (isAnswered(ticket)) return;
  if (last.ticket >= ticket && isCalmSince(last.blows)) return answerInterrupts(last.ticket);
  hearInterrupts(ticket);
  last = { ticket, blows: blows() };
  for (const task of running.values()) task.interrupt();
}

/** Ends the task from whose flow an error came that nobody caught. False when it does not run any more. */
export function failTask(error: unknown): boolean {
  const task = running.get(runningTask() ?? currentCell()) ?? [...running.values()].at(-1);
  task?.fail(error);
  return task !== undefined;
}

/** The global of this name: its signal fires when the cell that asks for it is interrupted. */
export const abortSignal = (): AbortSignal => running.get(currentCell())?.controller.signal ?? AbortSignal.abort();
