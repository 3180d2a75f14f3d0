import { cursorOf, offsetOf } from "../cursor.ts";
import { type Handler, textOf } from "../handler.ts";

/** complete_request → complete_reply. */
export const complete: Handler = async (request, { interpreter }) => {
  const code = textOf(request, "code");
  const { matches, ...replaced } = await (await interpreter).complete(code, offsetOf(code, request.content.cursor_pos));
  const [start, end] = [cursorOf(code, replaced.start), cursorOf(code, replaced.end)];
  return {
    status: "ok",
    matches: matches.map(({ text }) => text),
    cursor_start: start,
    cursor_end: end,
    metadata: { _jupyter_types_experimental: matches.map((match) => ({ ...match, start, end })) },
  };
};
