import type { Handler } from "../handler.ts";

/** comm_info_request → comm_info_reply: the comms that are open, or those of one target. */
export const comm_info: Handler = async ({ content }, { interpreter }) => {
  const asked = [...(await interpreter).comms].filter(
    ([, name]) => content.target_name == null || name === content.target_name,
  );
  return { status: "ok", comms: Object.fromEntries(asked.map(([id, target_name]) => [id, { target_name }])) };
};
