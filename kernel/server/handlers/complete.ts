import type { Handler } from "../handler.ts";

/** complete_request → complete_reply: no matches, so that a front end falls back to the words of the notebook. */
export const complete: Handler = ({ content }) => ({
  status: "ok",
  matches: [],
  cursor_start: content.cursor_pos,
  cursor_end: content.cursor_pos,
  metadata: {},
});
