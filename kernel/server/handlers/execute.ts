import type { Content } from "../../wire/message.ts";
import { type Handler, textOf } from "../handler.ts";

/** execute_request → execute_reply, and on iopub: execute_input, the cell's output, execute_result or error. */
export const execute: Handler = async (request, kernel) => {
  const code = textOf(request, "code");
  const silent = request.content.silent === true;
  if (!silent && request.content.store_history !== false) kernel.executionCount += 1;
  const execution_count = kernel.executionCount;
  const publish = (msg_type: string, content: Content) => {
    if (!silent) kernel.iopub.publish(msg_type, content, request.header);
  };

  publish("execute_input", { code, execution_count });
  const reply = await kernel.interpreter.execute(code, ({ msg_type, content }) => publish(msg_type, content));
  const common = { execution_count, payload: [], user_expressions: {} };
  if (reply.status === "error") {
    const { ename, evalue, traceback } = reply;
    publish("error", { ename, evalue, traceback });
    return { status: "error", ename, evalue, traceback, ...common };
  }
  if (reply.result) publish("execute_result", { ...reply.result, execution_count });
  return { status: "ok", ...common };
};
