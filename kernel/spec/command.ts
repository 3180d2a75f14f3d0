import { parseArgs } from "node:util";
import { install } from "./install.ts";
import { kernelsFolder, type Target } from "./location.ts";

const USAGE = `sepconv install [--user | --prefix DIR | --sys-prefix] [--name NAME] [--display-name NAME]

Registers the TypeScript kernel with Jupyter.

  --user               for this user (the default)
  --prefix DIR         in the environment at DIR, such as a Python venv
  --sys-prefix         in the environment of the python3 on PATH
  --name NAME          folder of the kernelspec (default "sepconv")
  --display-name NAME  what notebooks show (default "TypeScript (sepconv)")`;

// Jupyter's own rule, narrower at the start: ".." would be another folder
const NAME = /^[a-z0-9][a-z0-9._-]*$/i;

/** `sepconv install`. */
export async function command(args: string[]): Promise<number> {
  try {
    const { values } = parseArgs({
      args,
      options: {
        help: { type: "boolean", short: "h" },
        user: { type: "boolean" },
        prefix: { type: "string" },
        "sys-prefix": { type: "boolean" },
        name: { type: "string", default: "sepconv" },
        "display-name": { type: "string", default: "TypeScript (sepconv)" },
      },
    });
    if (values.help) {
      console.log(USAGE);
      return 0;
    }
    if (!NAME.test(values.name))
      throw new Error(
        `expected --name to begin with a letter or digit, then letters, digits, ".", "_" and "-", received "${values.name}"`,
      );
    const kernels = kernelsFolder(targetOf(values));
    console.log(
      `Installed kernelspec ${values.name} in ${await install(kernels, values.name, values["display-name"])}`,
    );
    return 0;
  } catch (error) {
    console.error(`sepconv install: ${(error as Error).message}; see "sepconv install --help"`);
    return 1;
  }
}

function targetOf(values: { user?: boolean; prefix?: string; "sys-prefix"?: boolean }): Target {
  const targets: Target[] = [];
  if (values.user) targets.push({ kind: "user" });
  if (values.prefix !== undefined) targets.push({ kind: "prefix", prefix: values.prefix });
  if (values.prefix === "") throw new Error("expected --prefix to be a folder, received an empty string");
  if (values["sys-prefix"]) targets.push({ kind: "sys-prefix" });
  if (targets.length > 1)
    throw new Error(`expected one of --user, --prefix and --sys-prefix, received ${targets.length}`);
  return targets[0] ?? { kind: "user" };
}
