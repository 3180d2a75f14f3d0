import { offsetOf } from "../cursor.ts";
import { type Handler, textOf } from "../handler.ts";

/** inspect_request → inspect_reply. */
export const inspect: Handler = async (request, { interpreter }) => {
  const code = textOf(request, "code");
  const { cursor_pos, detail_level } = request.content;
  const data = await (await interpreter).inspect(code, offsetOf(code, cursor_pos), detail_level === 1 ? 1 : 0);
  return { status: "ok", found: data !== undefined, data: data ?? {}, metadata: {} };
};
