import type { Handler } from "../handler.ts";

/** shutdown_request → shutdown_reply, on iopub too. A restart is an end as well: the client starts a new process on the same connection file. */
export const shutdown: Handler = async ({ header, content }, kernel) => {
  await (await kernel.interpreter).dispose();
  const reply = { status: "ok", restart: content.restart === true };
  kernel.iopub.publish("shutdown_reply", reply, header);
  return reply;
};
