import { parseArgs } from "node:util";
import { Interpreter } from "../language/interpreter.ts";
import { readConnection } from "../wire/connection.ts";
import { signatureOf } from "../wire/signature.ts";
import { openSockets } from "../wire/sockets.ts";
import { Kernel } from "./kernel.ts";
import { watchParent } from "./parent.ts";

const USAGE = `sepconv kernel CONNECTION_FILE

Serves the TypeScript kernel on a Jupyter connection file, for the notebooks of the current folder. Jupyter starts it so;
"sepconv install" tells Jupyter how.

  SEPCONV_TYPECHECK   on (default), warn or off: what a type error does to a cell`;

const TYPECHECKS = ["on", "warn", "off"] as const;

/** `sepconv kernel`. */
export async function command(args: string[]): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      args,
      options: { help: { type: "boolean", short: "h" } },
      allowPositionals: true,
    });
    if (values.help) {
      console.log(USAGE);
      return 0;
    }
    const [file, ...others] = positionals;
    if (file === undefined || others.length > 0)
      throw new Error(`expected one CONNECTION_FILE, received ${positionals.length}`);
    await serve(file);
    return 0;
  } catch (error) {
    console.error(`sepconv kernel: ${(error as Error).message}; see "sepconv kernel --help"`);
    return 1;
  }
}

async function serve(file: string): Promise<void> {
  const connection = await readConnection(file);
  const signature = signatureOf(connection.signature_scheme, connection.key);
  const typecheck = typecheckOf(process.env.SEPCONV_TYPECHECK ?? "on");
  const sockets = await openSockets(connection);
  const interpreter = new Interpreter({ folder: process.cwd(), typecheck });
  const kernel = new Kernel(sockets, signature, interpreter);
  const end = () => void kernel.end();
  process.on("SIGINT", () => interpreter.interrupt());
  process.on("SIGTERM", end);
  process.on("SIGHUP", end);
  watchParent(end);
  await kernel.serve();
}

function typecheckOf(value: string): (typeof TYPECHECKS)[number] {
  const known = TYPECHECKS.find((name) => name === value);
  if (!known) throw new Error(`expected SEPCONV_TYPECHECK to be ${TYPECHECKS.join(", ")}, received "${value}"`);
  return known;
}
