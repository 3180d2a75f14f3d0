import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";

const launcher = fileURLToPath(new URL("../../../bin/sepconv.js", import.meta.url));

/** Whether a pseudo-terminal can be had: by the `script` of util-linux. */
export const hasTerminal = /util-linux/.test(spawnSync("script", ["--version"], { encoding: "utf8" }).stdout ?? "");

const quote = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

/** What a user's own terminal sets, whatever the one that runs the tests does: each of these takes Node's colours away. */
const TERMINAL = { TERM: "xterm-256color", CI: undefined, NO_COLOR: undefined, NODE_DISABLE_COLORS: undefined };

/** `sepconv repl` on a pseudo-terminal, with a user who types. */
export class TerminalUser {
  readonly #child;
  #shown = "";
  #read = 0;
  #arrived: () => void = () => {};

  constructor(cwd: string, environment: Record<string, string> = {}) {
    const command = ["exec", process.execPath, launcher, "repl"].map((part, index) =>
      index === 0 ? part : quote(part),
    );
    this.#child = spawn("script", ["-qfec", `stty cols 100 rows 40; ${command.join(" ")}`, "/dev/null"], {
      cwd,
      env: { ...process.env, ...TERMINAL, SEPCONV_HISTORY: `${cwd}/history.sqlite`, ...environment },
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.#child.stdout.setEncoding("utf8").on("data", (text: string) => {
      this.#shown += text;
      this.#arrived();
    });
  }

  /** Everything shown so far, as it came. */
  get raw(): string {
    return this.#shown;
  }

  /** Types, and then waits until something that has not been waited for yet is shown; all that was shown up to there. */
  type(keys: string, until: RegExp | string): Promise<string> {
    this.#child.stdin.write(keys);
    return this.sees(until);
  }

  async sees(wanted: RegExp | string): Promise<string> {
    for (;;) {
      const text = stripVTControlCharacters(this.#shown).replaceAll("\r", "");
      const rest = text.slice(this.#read);
      const found = typeof wanted === "string" ? rest.indexOf(wanted) : rest.search(wanted);
      if (found >= 0) {
        const length = typeof wanted === "string" ? wanted.length : wanted.exec(rest)![0].length;
        this.#read += found + length;
        return rest.slice(0, found + length);
      }
      await new Promise<void>((resolve) => (this.#arrived = resolve));
    }
  }

  /** Types the last keys; the exit code. */
  async leave(keys: string): Promise<number | null> {
    this.#child.stdin.write(keys);
    if (this.#child.exitCode === null) await once(this.#child, "close");
    return this.#child.exitCode;
  }
}
