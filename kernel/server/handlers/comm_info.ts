import type { Handler } from "../handler.ts";

/** comm_info_request → comm_info_reply. The kernel opens no comms. */
export const comm_info: Handler = () => ({ status: "ok", comms: {} });
