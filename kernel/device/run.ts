import { spawn } from "node:child_process";
import { once } from "node:events";

/** What a program printed, and how it ended. */
export interface Ended {
  /** undefined when it could not be started or was ended by a signal. */
  code: number | undefined;
  stdout: string;
  stderr: string;
}

/** How a program is run. */
export interface Manner {
  /** Shows what it prints while it runs, on our stderr; its stdout is then not kept. */
  shows?: boolean;
  env?: NodeJS.ProcessEnv;
  signal?: AbortSignal | undefined;
  timeout?: number;
}

/** Runs a program to its end. */
export async function run(program: string, args: readonly string[], manner: Manner = {}): Promise<Ended> {
  const { shows = false, env = process.env, signal, timeout } = manner;
  signal?.throwIfAborted();
  const child = spawn(program, args, { env, timeout, signal, stdio: ["ignore", shows ? 2 : "pipe", "pipe"] });
  const said = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream]?.setEncoding("utf8").on("data", (text: string) => {
      said[stream] += text;
      if (shows) process.stderr.write(text);
    });
  }
  try {
    const [code] = (await once(child, "close")) as [number | null];
    return { code: code ?? undefined, ...said };
  } catch (error) {
    signal?.throwIfAborted();
    return { code: undefined, ...said, stderr: (error as Error).message };
  }
}

/** The last that a program said, for an error. */
export const lastLine = ({ stdout, stderr }: Ended): string =>
  (stderr.trim() || stdout.trim()).split("\n").at(-1)?.trim() || "nothing was said";
