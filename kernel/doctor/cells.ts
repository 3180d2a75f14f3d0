import { Interpreter, type MimeBundle, type Reply } from "../language/interpreter.ts";
import { broken, type Finding, ok } from "./finding.ts";

const RESULT = "application/json";

// The kernel knows the library only as a cell does.
const DEVICES = `import { devices, useDevice } from "sepconv";
const refusal = await useDevice("wasm").then(() => undefined, (error) => error.message);
const chosen = await useDevice("auto");
({ [Symbol.for("Jupyter.display")]: () => ({ "${RESULT}": { chosen, refusal, here: [...devices.list()] } }) })`;

interface Devices {
  /** Why wasm, which works on every machine, does not start. */
  refusal?: string;
  chosen: { name: string; description: string; why: string };
  here: { name: string; description: string }[];
}

/** Runs cells of the current folder: are their types checked, does the library load, and what does it compute on? */
export async function cells(): Promise<Finding[]> {
  const interpreter = new Interpreter({ folder: process.cwd() });
  try {
    return [await types(interpreter), ...(await devices(interpreter))];
  } finally {
    await interpreter.dispose();
  }
}

async function types(interpreter: Interpreter): Promise<Finding> {
  const start = performance.now();
  let said = "";
  const reply = await interpreter.execute(`const doctor: number = "text";`, (output) => {
    if (output.msg_type === "stream") said += output.content.text;
  });
  if (reply.status === "error" && reply.evalue.startsWith("TS2322"))
    return ok("type checks", `work; the first took ${(performance.now() - start).toFixed(0)} ms`);
  return broken("type checks", said.trim().split("\n")[0] || "a cell with a type error was run", REINSTALL);
}

async function devices(interpreter: Interpreter): Promise<Finding[]> {
  const reply = await interpreter.execute(DEVICES, () => {});
  const found = bundleOf(reply)?.[RESULT] as Devices | undefined;
  if (found === undefined) return [broken("devices", reasonOf(reply), REINSTALL)];
  const { chosen, refusal, here } = found;
  return [
    ...here.map(({ name, description }) =>
      name === "wasm" && refusal !== undefined ? lacking(refusal) : ok(`device ${name}`, description),
    ),
    ok("auto takes", `${chosen.name}: ${chosen.why}`),
  ];
}

/** Errors of the library end in their remedy. */
function lacking(refusal: string): Finding {
  const [, says = refusal, remedy = REINSTALL] = /^(.*); (.*)$/su.exec(refusal) ?? [];
  return broken("device wasm", says, remedy);
}

const REINSTALL = "npm install sepconv (in a checkout: npm ci), with optional dependencies";

const bundleOf = (reply: Reply): MimeBundle | undefined => (reply.status === "ok" ? reply.result?.data : undefined);

const reasonOf = (reply: Reply): string =>
  reply.status === "error" ? `${reply.ename}: ${reply.evalue}` : "the library said nothing of them";
