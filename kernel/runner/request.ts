import { parseOptions } from "../command-line.ts";
import { parseParameter, type Parameters } from "./parameters.ts";
import { Refusal } from "../refusal.ts";
import { type Typecheck, typecheckOf } from "../typecheck.ts";
import { findTargets, type Targets } from "./targets.ts";

export const USAGE = `sepconv run PATH... [options]

Runs notebooks headless, each in a fresh kernel, and stops at the first cell that fails.
PATH is a notebook (.ipynb), a folder (the notebooks in it, by name), a TypeScript script (.ts), or "-" for a script on stdin,
which imports from the current folder; "sepconv -" is short for that.
A notebook file stays as it is, unless you ask for its outputs:

  --output DIR         write each executed notebook and an HTML page of it into DIR, and index.html, which lists the pages
                       (an index.html that sepconv did not make stays as it is)
  --inplace            write each executed notebook over the one it came from
  --html FILE          write the HTML page of the one notebook to FILE
  -p name=value        set a parameter that the cell tagged "parameters" declares; the value is JSON,
                       or else a plain string; may be given several times
  --typecheck MODE     what type errors do: on (stop the cell, the default), warn, off
  --check              compare the outputs with those in the file: text exactly, numbers within 1e-4;
                       cells tagged "timing" or "device" are left out
  --help

Notebooks that are written get a PNG beside each Plotly figure, for viewers that run no scripts. Chromium, Chrome or Edge
draws it: the one that SEPCONV_CHROMIUM names, or else the first that is found. Without one there are no such pictures.

Exit code: 0 when every cell ran, 1 when one failed or differs, 2 when nothing could be run.
A notebook that fails is still written, up to the error.`;

export interface Request extends Targets {
  output?: string;
  html?: string;
  inplace: boolean;
  check: boolean;
  parameters: Parameters;
  typecheck: Typecheck;
}

/**
 * What a command line asks for; undefined when it asks for help.
 * @throws Refusal  when options are unknown, malformed or contradict each other
 */
export function parseRequest(args: string[]): Request | undefined {
  const { values, positionals } = parseOptions({ args, allowPositionals: true, options: OPTIONS }, SEE_HELP);
  if (values.help) return undefined;
  const { inplace = false, check = false, output, html, parameter = [] } = values;
  if (positionals.length === 0)
    throw new Refusal(`expected a notebook, a folder or a script, received nothing; ${SEE_HELP}`);
  for (const [name, value] of Object.entries({ output, html })) {
    if (value === "")
      throw new Refusal(`--${name}: expected a path, received an empty string; for this folder say "."`);
  }
  const request: Request = {
    ...findTargets(positionals),
    inplace,
    check,
    parameters: new Map(parameter.map(parseParameter)),
    typecheck: typecheckOf("--typecheck", values.typecheck ?? "on"),
    ...(output !== undefined && { output }),
    ...(html !== undefined && { html }),
  };
  refuseContradictions(request);
  return request;
}

const SEE_HELP = `see "sepconv run --help"`;

const OPTIONS = {
  output: { type: "string" },
  html: { type: "string" },
  inplace: { type: "boolean" },
  check: { type: "boolean" },
  parameter: { type: "string", short: "p", multiple: true },
  typecheck: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

function refuseContradictions(request: Request): void {
  const { notebooks, scripts, output, html, inplace, check, parameters } = request;
  const forNotebooks = output !== undefined || html !== undefined || inplace || check || parameters.size > 0;
  if (scripts.length > 0 && forNotebooks) {
    throw new Refusal(
      `--output, --html, --inplace, --check and -p are for notebooks, received ${scripts[0]}; run it without`,
    );
  }
  if (html !== undefined && notebooks.length !== 1) {
    throw new Refusal(`--html: expected one notebook, received ${notebooks.length}; use --output DIR`);
  }
  if (check && (inplace || parameters.size > 0)) {
    throw new Refusal("--check compares with the outputs in the file; run it without --inplace and -p");
  }
}
