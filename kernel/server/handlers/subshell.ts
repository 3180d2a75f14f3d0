import { randomUUID } from "node:crypto";
import { type Handler, textOf } from "../handler.ts";

/** create_subshell_request → create_subshell_reply: cells of a subshell run beside those of others, while these await. */
export const create_subshell: Handler = (_request, { subshells }) => {
  const subshell_id = randomUUID();
  subshells.add(subshell_id);
  return { status: "ok", subshell_id };
};

/** delete_subshell_request → delete_subshell_reply. */
export const delete_subshell: Handler = (request, { subshells }) => {
  const subshell_id = textOf(request, "subshell_id");
  if (subshells.delete(subshell_id)) return { status: "ok" };
  throw new Error(
    `expected the id of a subshell, received "${subshell_id}"; list_subshell_request tells which there are`,
  );
};

/** list_subshell_request → list_subshell_reply. */
export const list_subshell: Handler = (_request, { subshells }) => ({ status: "ok", subshell_id: [...subshells] });
