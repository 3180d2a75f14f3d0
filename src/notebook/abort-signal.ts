import { subscribe } from "node:diagnostics_channel";

let controller = new AbortController();

/**
 * Fires when a cell of this project's kernel is interrupted; from then on the name stands for another signal. Elsewhere it never fires.
 *
 * @example
 * const interrupted = abortSignal.aborted; // false
 */
export let abortSignal: AbortSignal = controller.signal;

// the kernel publishes under this name
subscribe("sepconv.interrupt", (error) => {
  const interrupted = controller;
  controller = new AbortController();
  abortSignal = controller.signal;
  interrupted.abort(error);
});
