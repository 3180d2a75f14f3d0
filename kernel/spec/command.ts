import { parseOptions, refusing } from "../command-line.ts";
import { Refusal } from "../refusal.ts";
import { typecheckOf } from "../typecheck.ts";
import { install } from "./install.ts";
import { kernelsFolder, type Target } from "./location.ts";
import { uninstall } from "./uninstall.ts";

const USAGE = `sepconv install [--user | --prefix DIR | --sys-prefix] [--name NAME] [--display-name NAME] [--uninstall]

Registers the TypeScript kernel with Jupyter. A kernelspec of sepconv's that is there is replaced, another kernel's is not.

  --user               for this user (the default)
  --prefix DIR         in the environment at DIR, such as a Python venv
  --sys-prefix         in the environment of the python3 on PATH
  --name NAME          folder of the kernelspec (default "sepconv")
  --display-name NAME  what notebooks show (default "TypeScript (sepconv)")
  --typecheck MODE     what type errors do in its notebooks: on (stop the cell, the default), warn, off;
                       "%typecheck" in a cell changes it for one notebook
  --uninstall          remove the kernelspec from there

Exit code: 0 when done, 2 when refused; then nothing has changed.`;

// Jupyter's own rule, narrower at the start: ".." would be another folder
const NAME = /^[a-z0-9][a-z0-9._-]*$/i;

/** `sepconv install`. */
export const command = (args: string[]): Promise<number> =>
  refusing("install", async () => {
    const values = parse(args);
    console.log(values.help ? USAGE : await run(values));
    return 0;
  });

type Values = ReturnType<typeof parse>;

async function run(values: Values): Promise<string> {
  const { name, "display-name": displayName, typecheck } = values;
  if (!NAME.test(name)) {
    throw new Refusal(
      `expected --name to begin with a letter or digit, then letters, digits, ".", "_" and "-", received "${name}"; ${SEE_HELP}`,
    );
  }
  const kernels = kernelsFolder(targetOf(values));
  if (values.uninstall) {
    if (displayName !== undefined || typecheck !== undefined)
      throw new Refusal(`--display-name and --typecheck are for installing; run --uninstall without; ${SEE_HELP}`);
    return `Removed kernelspec ${name} from ${await uninstall(kernels, name)}`;
  }
  const mode = typecheck === undefined ? undefined : typecheckOf("--typecheck", typecheck);
  const folder = await install(kernels, name, { displayName, typecheck: mode });
  return `Installed kernelspec ${name} in ${folder}`;
}

const SEE_HELP = `see "sepconv install --help"`;

const parse = (args: string[]) => parseOptions({ args, options: OPTIONS }, SEE_HELP).values;

const OPTIONS = {
  help: { type: "boolean", short: "h" },
  user: { type: "boolean" },
  prefix: { type: "string" },
  "sys-prefix": { type: "boolean" },
  name: { type: "string", default: "sepconv" },
  "display-name": { type: "string" },
  typecheck: { type: "string" },
  uninstall: { type: "boolean" },
} as const;

function targetOf(values: Values): Target {
  const targets: Target[] = [];
  if (values.user) targets.push({ kind: "user" });
  if (values.prefix !== undefined) targets.push({ kind: "prefix", prefix: values.prefix });
  if (values.prefix === "")
    throw new Refusal(`expected --prefix to be a folder, received an empty string; ${SEE_HELP}`);
  if (values["sys-prefix"]) targets.push({ kind: "sys-prefix" });
  if (targets.length > 1)
    throw new Refusal(`expected one of --user, --prefix and --sys-prefix, received ${targets.length}; ${SEE_HELP}`);
  return targets[0] ?? { kind: "user" };
}
