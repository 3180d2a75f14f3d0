import type { MimeBundle } from "../../../../kernel/language/interpreter.ts";
import type { Ran } from "../../language/notebook.ts";

/** The MIME bundle of a cell's result. */
export function resultOf({ reply, traceback }: Ran): MimeBundle {
  if (reply.status !== "ok" || !reply.result) throw new Error(`the cell has no result: ${traceback || reply.status}`);
  return reply.result.data;
}

/** The MIME bundles that a cell displayed. */
export const displaysOf = ({ outputs }: Ran): MimeBundle[] =>
  outputs.flatMap(({ content }) => ("data" in content && "transient" in content ? [content.data] : []));
