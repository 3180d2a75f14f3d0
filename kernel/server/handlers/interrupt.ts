import type { Handler } from "../handler.ts";

/** interrupt_request → interrupt_reply; the running cell ends with an error reply of its own, and state is kept. */
export const interrupt: Handler = (_request, { interpreter }) => {
  interpreter.interrupt();
  return { status: "ok" };
};
