import { parseOptions, refusing } from "../command-line.ts";
import { Refusal } from "../refusal.ts";
import { install, uninstall } from "./install.ts";
import { installationFolder } from "./location.ts";
import { type Variant, variants } from "./variants.ts";

const USAGE = `sepconv device install NAME [--python PATH] [--uninstall]

Installs what a device computes with, for this user. NAME is one of

${variants.map(({ name, describes }) => `  ${name.padEnd(16)} TensorFlow's own kernels ${describes}: useDevice("tensorflow")`).join("\n")}

The wheel of TensorFlow is downloaded by pip, from the index that pip is configured for, and tfjs-node's binding is compiled
to it. That needs a Python with pip and a C++ compiler; Python is not needed afterwards.

  --python PATH  the Python whose pip downloads (default: the active environment's, python3 on PATH, or .venv's)
  --uninstall    remove it again

It lies in \${XDG_DATA_HOME:-~/.local/share}/sepconv/tensorflow, or in the folder that SEPCONV_TENSORFLOW names.
Exit code: 0 when done, 2 when refused, 130 when interrupted; then nothing has changed.`;

/** `sepconv device`. */
export const command = (args: string[]): Promise<number> =>
  refusing("device", async () => {
    const { values, positionals } = parse(args);
    if (values.help) {
      console.log(USAGE);
      return 0;
    }
    const variant = variantOf(positionals);
    const folder = installationFolder();
    if (!values.uninstall) return installing(variant, folder, values.python);
    if (values.python !== undefined)
      throw new Refusal(`--python is for installing; run --uninstall without; ${SEE_HELP}`);
    await uninstall(variant, folder);
    console.log(`Removed TensorFlow from ${folder}`);
    return 0;
  });

async function installing(variant: Variant, folder: string, python: string | undefined): Promise<number> {
  const start = performance.now();
  const interruption = new AbortController();
  const interrupt = () => interruption.abort();
  for (const signal of SIGNALS) process.once(signal, interrupt);
  try {
    const { description, hardware } = await install(variant, {
      folder,
      python,
      say: console.log,
      signal: interruption.signal,
    });
    const seconds = ((performance.now() - start) / 1000).toFixed(0);
    console.log(`Installed in ${seconds} s: ${description}, which computes on ${hardware} here`);
    console.log(`useDevice("tensorflow") takes it; "auto" too where it is faster than wasm: with CUDA or AVX-512`);
    return 0;
  } catch (error) {
    if (!interruption.signal.aborted) throw error;
    console.error("sepconv device: interrupted; nothing has changed");
    return 130;
  } finally {
    for (const signal of SIGNALS) process.off(signal, interrupt);
  }
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
const SEE_HELP = `see "sepconv device --help"`;

const parse = (args: string[]) => parseOptions({ args, options: OPTIONS, allowPositionals: true }, SEE_HELP);

const OPTIONS = {
  help: { type: "boolean", short: "h" },
  python: { type: "string" },
  uninstall: { type: "boolean" },
} as const;

function variantOf([verb, name, ...rest]: string[]): Variant {
  const variant = variants.find((one) => one.name === name);
  if (verb === "install" && variant !== undefined && rest.length === 0) return variant;
  const expected = variants.map(({ name }) => `"install ${name}"`).join(" or ");
  throw new Refusal(`expected ${expected}, received "${[verb, name, ...rest].join(" ").trim()}"; ${SEE_HELP}`);
}
