import { Session, type Runtime } from "node:inspector";
import { types } from "node:util";
import { bundleOf, DisplayHandle, forgetDisplays, settleDisplays } from "./display.ts";
import { answerInterrupts, Interrupted, isInterrupted } from "./interruption.ts";
import type { Position } from "./place.ts";
import type { Reply, Script } from "./protocol.ts";
import { registerOrigin } from "./source-maps.ts";
import { RUNTIME } from "../language/runtime-name.ts";
import { errorReply } from "./traceback.ts";

const session = new Session();
session.connect();
// else Node says that it waits for the debugger
process.once("exit", () => session.disconnect());

let running: number | undefined;
let result: unknown;
let thrown: unknown;
let fail: ((error: unknown) => void) | undefined;
let runtimeId: string | undefined;

/** Hands over what a cell threw. */
export function keepThrown(value: unknown): void {
  thrown = value;
}

/** Keeps the value of a cell's last expression; a cell's rewritten code calls it, also one that was abandoned long ago. */
export async function keepResult(cell: number, value: unknown): Promise<void> {
  const settled = types.isPromise(value) ? await value : value;
  if (cell === running) result = settled;
}

/** Ends the running cell with an error from outside its own flow. False when no cell runs. */
export function failCell(error: unknown): boolean {
  fail?.(error);
  return fail !== undefined;
}

/** Runs a cell to its end, that of its awaits and displays included. */
export async function run(script: Script): Promise<Reply> {
  const { url } = script;
  registerOrigin(url, script.source, script.maps);
  running = script.number;
  const failed = new Promise<never>((_, reject) => (fail = reject));
  failed.catch(() => {});
  try {
    await Promise.race([failed, evaluate(script.javascript, url)]);
    // errors of promises that nobody awaits are known when the microtasks are done
    await Promise.race([failed, settle()]);
    if (result === undefined || result instanceof DisplayHandle) return { status: "ok" };
    return { status: "ok", result: { data: await Promise.race([failed, bundleOf(result)]), metadata: {} } };
  } catch (error) {
    const interrupted = isInterrupted();
    answerInterrupts();
    if (interrupted) return errorReply(new Interrupted(), url);
    return error instanceof Uncaught ? errorReply(error.value, url, error.place) : errorReply(error, url);
  } finally {
    running = undefined;
    fail = undefined;
    result = undefined;
    forgetDisplays();
  }
}

async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  await settleDisplays();
}

async function evaluate(javascript: string, url: string): Promise<void> {
  // a value that the inspector gets would never be released
  const expression = `${javascript}\n;void 0;\n//# sourceURL=${url}`;
  const { exceptionDetails } = await runtimeEvaluate({ expression, replMode: true, awaitPromise: true });
  if (!exceptionDetails) return;
  const { scriptId, lineNumber, columnNumber } = exceptionDetails;
  const place = scriptId === undefined ? undefined : { line: lineNumber + 1, column: columnNumber + 1 };
  throw new Uncaught(await valueOf(exceptionDetails), place);
}

/** What a cell threw; of an error of syntax, whose stack does not tell it, also the place where V8 stopped. */
class Uncaught {
  readonly value: unknown;
  readonly place: Position | undefined;

  constructor(value: unknown, place: Position | undefined) {
    this.value = value;
    this.place = place;
  }
}

/** The very value that a cell threw, not the inspector's description of it. */
async function valueOf({ exception, text }: Runtime.ExceptionDetails): Promise<unknown> {
  if (!exception) return new Error(text);
  runtimeId ??= (await runtimeEvaluate({ expression: RUNTIME })).result.objectId;
  session.post("Runtime.callFunctionOn", {
    functionDeclaration: "function (value) { this.thrown(value) }",
    ...(runtimeId && { objectId: runtimeId }),
    arguments: [exception.objectId ? { objectId: exception.objectId } : exception],
  });
  if (exception.objectId) session.post("Runtime.releaseObject", { objectId: exception.objectId });
  const value = thrown;
  thrown = undefined;
  return value;
}

/** The types of Node leave out the mode in which a later cell may declare a variable again. */
type EvaluateParameters = Runtime.EvaluateParameterType & { replMode?: boolean };

function runtimeEvaluate(parameters: EvaluateParameters): Promise<Runtime.EvaluateReturnType> {
  return new Promise((resolve, reject) => {
    session.post("Runtime.evaluate", parameters, (error, reply) => (error ? reject(error) : resolve(reply)));
  });
}
