import { type Handler, textOf } from "../handler.ts";

/** is_complete_request → is_complete_reply. */
export const is_complete: Handler = async (request, { interpreter }) => ({
  ...(await interpreter).isComplete(textOf(request, "code")),
});
