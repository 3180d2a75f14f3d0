import { parseOptions } from "../command-line.ts";
import { Refusal } from "../refusal.ts";
import { typecheckOf } from "../typecheck.ts";
import { readConnection } from "../wire/connection.ts";
import { signatureOf } from "../wire/signature.ts";
import { openSockets } from "../wire/sockets.ts";
import { Kernel } from "./kernel.ts";
import { watchParent } from "./parent.ts";

const USAGE = `sepconv kernel CONNECTION_FILE

Serves the TypeScript kernel on a Jupyter connection file, for the notebooks of the current folder. Jupyter starts it so;
"sepconv install" tells Jupyter how.

  SEPCONV_TYPECHECK   on (default), warn or off: what a type error does to a cell`;

/** `sepconv kernel`. */
export async function command(args: string[]): Promise<number> {
  try {
    const file = fileOf(args);
    if (file === undefined) console.log(USAGE);
    else await serve(file);
    return 0;
  } catch (error) {
    console.error(`sepconv kernel: ${(error as Error).message}; see "sepconv kernel --help"`);
    return error instanceof Refusal ? 2 : 1;
  }
}

/** Undefined when the command line asks for help. */
function fileOf(args: string[]): string | undefined {
  const options = { help: { type: "boolean", short: "h" } } as const;
  const { values, positionals } = parseOptions({ args, options, allowPositionals: true });
  if (values.help) return undefined;
  const [file, ...others] = positionals;
  if (file !== undefined && others.length === 0) return file;
  throw new Refusal(`expected one CONNECTION_FILE, received ${positionals.length}`);
}

async function serve(file: string): Promise<void> {
  const connection = await readConnection(file);
  const signature = signatureOf(connection.signature_scheme, connection.key);
  const typecheck = typecheckOf("SEPCONV_TYPECHECK", process.env.SEPCONV_TYPECHECK ?? "on");
  const sockets = await openSockets(connection);
  const kernel = new Kernel(sockets, signature, async () => {
    const { Interpreter } = await import("../language/interpreter.ts");
    return new Interpreter({ folder: process.cwd(), typecheck });
  });
  const stop = () => void kernel.stop();
  process.on("SIGINT", async () => (await kernel.interpreter).interrupt());
  process.on("SIGTERM", stop);
  process.on("SIGHUP", stop);
  watchParent(stop);
  await kernel.serve();
}
