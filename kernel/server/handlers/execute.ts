import type { Output, Reply } from "../../evaluator/protocol.ts";
import type { Content, Message } from "../../wire/message.ts";
import { failure, type Handler, textOf } from "../handler.ts";
import type { Kernel } from "../kernel.ts";
import { publishOutput } from "../output.ts";

/** execute_request → execute_reply, and on iopub: execute_input, the cell's output, execute_result or error. */
export const execute: Handler = async (request, kernel) => {
  const { content, header } = request;
  const code = textOf(request, "code");
  const subshell = subshellOf(request, kernel);
  const silent = content.silent === true;
  const counts = !silent && content.store_history !== false;
  if (counts) kernel.executionCount += 1;
  const execution_count = kernel.executionCount;
  const publish = (msg_type: string, content: Content) => {
    if (!silent) kernel.iopub.publish(msg_type, content, header);
  };

  publish("execute_input", { code, execution_count });
  const onOutput = (output: Output) => (silent ? undefined : publishOutput(kernel, output, header));
  const interpreter = await kernel.interpreter;
  const reply = await interpreter
    .execute(code, onOutput, {
      count: counts ? execution_count : 0,
      subshell,
      ...(content.allow_stdin === true && { onInput: (question) => kernel.stdin.ask(request, question) }),
    })
    .catch(failure);
  kernel.stdin.forget(request);
  if (reply.status === "error") {
    const { ename, evalue, traceback } = reply;
    publish("error", { ename, evalue, traceback });
    if (counts) kernel.history.record(execution_count, code);
    return { status: "error", ename, evalue, traceback, execution_count, payload: [], user_expressions: {} };
  }
  if (reply.result) publish("execute_result", { ...reply.result, execution_count });
  const pages = reply.payload ?? [];
  // where nobody can be asked nobody sits, as in front of nbconvert: what would go to a pager is kept as output
  const paged = content.allow_stdin !== false;
  if (!paged) for (const { data } of pages) publish("display_data", { data, metadata: {}, transient: {} });
  const text = reply.result?.data["text/plain"];
  if (counts) kernel.history.record(execution_count, code, typeof text === "string" ? text : undefined);
  const user_expressions = await userExpressions(content.user_expressions, (expression) =>
    interpreter.evaluate(expression, onOutput),
  );
  return { status: "ok", execution_count, payload: paged ? pages : [], user_expressions };
};

function subshellOf({ header: { subshell_id } }: Message, { subshells }: Kernel): string | undefined {
  if (subshell_id == null || subshells.has(subshell_id)) return subshell_id ?? undefined;
  throw new Error(`expected the id of a subshell, received "${subshell_id}"; create_subshell_request makes one`);
}

/** The values of the expressions that a frontend wants to know after its cell. */
async function userExpressions(asked: unknown, evaluate: (expression: string) => Promise<Reply>): Promise<Content> {
  const values: Content = {};
  for (const [name, expression] of Object.entries(asked ?? {})) {
    const reply = await evaluate(String(expression));
    if (reply.status === "error") {
      const { ename, evalue, traceback } = reply;
      values[name] = { status: "error", ename, evalue, traceback };
    } else values[name] = { status: "ok", data: {}, metadata: {}, ...reply.result };
  }
  return values;
}
