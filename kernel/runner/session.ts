import { Interpreter, type InterpreterOptions } from "../language/interpreter.ts";

export interface SessionOptions {
  typecheck: NonNullable<InterpreterOptions["typecheck"]>;
  /** Interrupts the running cell, which then fails. */
  signal: AbortSignal;
}

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
