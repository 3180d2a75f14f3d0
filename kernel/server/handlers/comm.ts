import type { CommMessage } from "../../language/interpreter.ts";
import { type Handler, textOf } from "../handler.ts";
import { publishOutput } from "../output.ts";

/** comm_open, comm_msg, comm_close from a frontend: given to the cells, whose callbacks' output belongs to the message. */
export const comm: Handler = async (request, kernel) => {
  const { header, content, metadata, buffers } = request;
  const msg_type = header.msg_type as CommMessage["msg_type"];
  const comm_id = textOf(request, "comm_id");
  const target = msg_type === "comm_open" && { target_name: textOf(request, "target_name") };
  const message = {
    msg_type,
    content: { comm_id, ...target, data: content.data ?? {} },
    metadata,
    buffers: buffers.map((buffer) => buffer.toString("base64")),
  };
  const reply = await (await kernel.interpreter).comm(message, (output) => publishOutput(kernel, output, header));
  if (reply.status === "error") {
    kernel.iopub.publish("stream", { name: "stderr", text: `${reply.traceback.join("\n")}\n` }, header);
  }
  return undefined;
};
