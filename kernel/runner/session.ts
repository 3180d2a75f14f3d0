import { interruptedReply } from "../evaluator/interrupted.ts";
import { Interpreter, type InterpreterOptions, type Reply } from "../language/interpreter.ts";

export interface SessionOptions {
  typecheck: NonNullable<InterpreterOptions["typecheck"]>;
  /** Interrupts the running cell, which then fails. */
  signal: AbortSignal;
}

/** A reply for those who read it when the run is over: variables are gone then. */
export const afterRun = (reply: Reply, { signal }: SessionOptions): Reply =>
  reply.status === "error" && reply.ename === "Interrupted" && signal.aborted
    ? interruptedReply("the run was stopped")
    : reply;

/** Lends an interpreter for a document, and ends it afterwards. */
export async function withInterpreter<Result>(
  document: Pick<InterpreterOptions, "folder" | "script">,
  { typecheck, signal }: SessionOptions,
  use: (interpreter: Interpreter) => Promise<Result>,
): Promise<Result> {
  const interpreter = new Interpreter({ ...document, typecheck });
  const interrupt = () => interpreter.interrupt();
  signal.addEventListener("abort", interrupt);
  try {
    return await use(interpreter);
  } finally {
    signal.removeEventListener("abort", interrupt);
    await interpreter.dispose();
  }
}
