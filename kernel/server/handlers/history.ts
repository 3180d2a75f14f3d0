import type { Handler } from "../handler.ts";

/** history_request → history_reply. The kernel keeps no history of its own; notebooks and consoles keep theirs. */
export const history: Handler = () => ({ status: "ok", history: [] });
