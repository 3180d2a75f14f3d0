import { type ChildProcess, spawn } from "node:child_process";
import { basename } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beginText } from "../channel.ts";
import { currentCell } from "../current.ts";
import { descendants } from "../signals/descendants.ts";
import { kill } from "../signals/kill.ts";
import { abortSignal } from "../tasks.ts";

/** How long a process may go on after the interrupt. */
const GRACE_MS = 1000;

/** A command that did not do what it was asked for. */
export class CommandError extends Error {
  override name = "CommandError";
}

/** `!command`: runs it in the user's shell; it writes to the cell's output by itself. A command that fails fails the cell. */
export async function shell(...parts: unknown[]): Promise<void> {
  const command = parts.map(String).join("").trim();
  beginText(currentCell());
  const child = spawn(command, { shell: userShell(), stdio: ["ignore", 1, 2], env: shellEnvironment() });
  const failure = await ended(child);
  if (failure !== undefined) throw new CommandError(`${failure}: ${command}`);
}

/** Waits for a child process, which an interrupt of the cell ends; what went wrong with it. */
export async function ended(child: ChildProcess): Promise<string | undefined> {
  const signal = abortSignal();
  const end = () => void endTree(child);
  signal.addEventListener("abort", end);
  try {
    return await new Promise((resolve) => {
      child.once("error", (error) => resolve(`the command could not start (${error.message})`));
      child.once("exit", (code, killer) => {
        if (code === 0) resolve(undefined);
        else resolve(killer ? `the command was ended by ${killer}` : `the command ended with exit code ${code}`);
      });
    });
  } finally {
    signal.removeEventListener("abort", end);
  }
}

/** The interrupt has signalled them all; what does not heed that is killed. */
async function endTree({ pid }: ChildProcess): Promise<void> {
  if (pid === undefined) return;
  const processes = [pid, ...descendants(pid)];
  await sleep(GRACE_MS, undefined, { ref: false });
  for (const one of processes) kill(one, "SIGKILL");
}

/** What an account without a login has for a shell runs nothing. */
function userShell(): string | true {
  const { SHELL } = process.env;
  return SHELL === undefined || /^(?:nologin|false)$/.test(basename(SHELL)) ? true : SHELL;
}

/** Programs cannot see that colours are shown here, and must not wait for someone to page. */
function shellEnvironment(): NodeJS.ProcessEnv {
  const colours = process.env.NO_COLOR === undefined ? { FORCE_COLOR: "1", CLICOLOR: "1", CLICOLOR_FORCE: "1" } : {};
  return { ...colours, TERM: "xterm-256color", PAGER: "cat", GIT_PAGER: "cat", ...process.env };
}
