import type { Message } from "../../wire/message.ts";
import { type Handler, textOf } from "../handler.ts";

/** history_request → history_reply. What was typed and what ran are the same here, so that `raw` makes no difference. */
export const history: Handler = (request, { history }) => {
  const type = textOf(request, "hist_access_type");
  const output = request.content.output === true;
  const n = numberOf(request, "n");
  switch (type) {
    case "tail":
      return { status: "ok", history: history.tail({ n, output }) };
    case "range": {
      const [session, start, stop] = ["session", "start", "stop"].map((field) => numberOf(request, field));
      return { status: "ok", history: history.range({ session, start, stop, output }) };
    }
    case "search": {
      const pattern = request.content.pattern == null ? undefined : textOf(request, "pattern");
      const unique = request.content.unique === true;
      return { status: "ok", history: history.search({ pattern, unique, n, output }) };
    }
    default:
      throw new RangeError(`expected history_request.hist_access_type to be tail, range or search, received "${type}"`);
  }
};

/** A field that is a whole number or, as clients write it when they have none, null or absent. */
function numberOf({ content }: Message, field: string): number | undefined {
  const value = content[field] ?? undefined;
  if (value !== undefined && !Number.isSafeInteger(value)) {
    throw new TypeError(
      `expected history_request.${field} to be a whole number, received ${JSON.stringify(value).slice(0, 80)}`,
    );
  }
  return value as number | undefined;
}
