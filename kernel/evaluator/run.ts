import { Session, type Runtime } from "node:inspector";
import { types } from "node:util";
import type { Position } from "../source/place.ts";
import { bundleOf, DisplayHandle, forgetDisplays, settleDisplays } from "./display.ts";
import { Error, exit, Promise, setImmediate } from "./intrinsics.ts";
import { BROKEN, type Reply, type Script } from "./protocol.ts";
import { RUNTIME } from "./runtime-name.ts";
import { registerOrigin } from "./source-maps.ts";
import { perform, taskOf } from "./tasks.ts";
import { errorReply } from "./traceback.ts";

let session: Session | undefined;
let thrown: unknown;
let runtimeId: string | undefined;

/** The session in which cells run: after a process that was about to exit and did not, another over the same variables. */
export function connected(): Session {
  if (session) return session;
  session = new Session();
  session.connect();
  // else Node says that it waits for the debugger
  process.once("exit", () => {
    session?.disconnect();
    session = undefined;
    runtimeId = undefined;
  });
  return session;
}
connected();

/** Hands over what a cell threw. */
export function keepThrown(value: unknown): void {
  thrown = value;
}

/** Keeps the value of a cell's last expression; a cell's rewritten code calls it, also one that was abandoned long ago. */
export async function keepResult(cell: number, value: unknown): Promise<void> {
  const settled = types.isPromise(value) ? await value : value;
  const task = taskOf(cell);
  if (task) task.result = settled;
}

/** Runs a cell to its end, that of its awaits and displays included. */
export async function run(number: number, script: Script): Promise<void> {
  const { url } = script;
  registerOrigin(url, script.source, script.maps);
  return perform(number, url, async (failed): Promise<Reply> => {
    try {
      await Promise.race([failed, evaluate(script.javascript, url)]);
      // errors of promises that nobody awaits are known when the microtasks are done
      await Promise.race([failed, settle()]);
      const result = taskOf(number)?.result;
      if (result === undefined || result instanceof DisplayHandle) return { status: "ok" };
      return { status: "ok", result: { data: await Promise.race([failed, bundleOf(result)]), metadata: {} } };
    } catch (error) {
      if (isContextLost(error)) exit(BROKEN);
      return error instanceof Uncaught ? errorReply(error.value, url, error.place) : errorReply(error, url);
    } finally {
      forgetDisplays();
    }
  });
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
  const inspector = connected();
  inspector.post("Runtime.callFunctionOn", {
    functionDeclaration: "function (value) { this.thrown(value) }",
    ...(runtimeId && { objectId: runtimeId }),
    arguments: [exception.objectId ? { objectId: exception.objectId } : exception],
  });
  if (exception.objectId) inspector.post("Runtime.releaseObject", { objectId: exception.objectId });
  const value = thrown;
  thrown = undefined;
  return value;
}

/** Node lets go of it when a process sends itself a signal that nobody hears and that it lives on after, such as SIGTSTP. */
const isContextLost = (error: unknown): boolean =>
  types.isNativeError(error) &&
  "code" in error &&
  error.code === "ERR_INSPECTOR_COMMAND" &&
  /context/.test(error.message);

/** The types of Node leave out the mode in which a later cell may declare a variable again. */
type EvaluateParameters = Runtime.EvaluateParameterType & { replMode?: boolean };

function runtimeEvaluate(parameters: EvaluateParameters): Promise<Runtime.EvaluateReturnType> {
  return new Promise((resolve, reject) => {
    connected().post("Runtime.evaluate", parameters, (error, reply) => (error ? reject(error) : resolve(reply)));
  });
}
