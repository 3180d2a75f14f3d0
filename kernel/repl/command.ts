import { parseOptions, refusing } from "../command-line.ts";
import { command as run } from "../runner/command.ts";
import { STDIN } from "../runner/targets.ts";
import { typecheckOf } from "../typecheck.ts";
import { repl } from "./repl.ts";

const USAGE = `sepconv repl [--typecheck MODE]

Runs TypeScript cells as you type them, with the variables of those before, as a notebook of the current folder does.
Without a terminal it runs what comes on stdin as one script, as "sepconv -" does.

  --typecheck MODE  what type errors do: on (stop the cell, the default), warn, off

Former cells are kept in the history that notebooks share; SEPCONV_HISTORY names another file, or "off".
Exit code: 0 when you leave, 2 when refused.`;

/** `sepconv repl`. */
export const command = (args: string[]): Promise<number> =>
  refusing("repl", async () => {
    const options = {
      help: { type: "boolean", short: "h" },
      typecheck: { type: "string", default: "on" },
    } as const;
    const { help, typecheck } = parseOptions({ args, options }, 'see "sepconv repl --help"').values;
    if (help) {
      console.log(USAGE);
      return 0;
    }
    const mode = typecheckOf("--typecheck", typecheck);
    if (!process.stdin.isTTY) return run([STDIN, "--typecheck", mode]);
    return repl({ folder: process.cwd(), typecheck: mode });
  });
