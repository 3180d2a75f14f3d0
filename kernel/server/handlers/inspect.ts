import type { Handler } from "../handler.ts";

/** inspect_request → inspect_reply: nothing found. */
export const inspect: Handler = () => ({ status: "ok", found: false, data: {}, metadata: {} });
