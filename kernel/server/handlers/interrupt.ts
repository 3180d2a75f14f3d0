import type { Handler } from "../handler.ts";

/** interrupt_request → interrupt_reply; the running cell ends with an error reply of its own, and state is kept. */
export const interrupt: Handler = async (_request, { interpreter }) => {
  (await interpreter).interrupt();
  return { status: "ok" };
};
