import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, vi } from "vitest";
import type { Notebook } from "../../kernel/runner/nbformat/notebook.ts";

export const checkout = join(import.meta.dirname, "../..");
const python = join(checkout, ".venv/bin/python");
export const committedNotebooks = readdirSync(join(checkout, "notebooks"))
  .filter((name) => name.endsWith(".ipynb"))
  .map((name) => ({ name, path: join(checkout, "notebooks", name) }));

/** A JupyterLab of the test's own, on a copy of the notebooks that lies in the checkout, so that "sepconv" is found from it. */
export interface LabServer {
  /** Ends in a slash. */
  url: string;
  token: string;
  endKernels(): Promise<void>;
  /** Ends the server and its kernels and deletes the copy. */
  close(): Promise<void>;
}

/** Every cell stands in the page, nothing asks to be told of news, and completions count that a slow machine brings late. */
const SETTINGS = {
  "@jupyterlab/notebook-extension:tracker": { windowingMode: "none" },
  "@jupyterlab/apputils-extension:notification": { fetchNews: "false", checkForUpdates: false },
  "@jupyterlab/completer-extension:manager": { providerTimeout: 30_000 },
};

/** Starts the JupyterLab of the checkout's .venv with settings, data and runtime files of its own, on a free port. */
export async function startLab(): Promise<LabServer> {
  await requireEnvironment();
  await mkdir(join(checkout, "build/lab"), { recursive: true });
  const folder = await mkdtemp(join(checkout, "build/lab/run-"));
  const notebooks = join(folder, "notebooks");
  await cp(join(checkout, "notebooks"), notebooks, { recursive: true });
  for (const { name } of committedNotebooks) await clear(join(notebooks, name));
  await mkdir(join(folder, "config/labconfig"), { recursive: true });
  await writeFile(join(folder, "config/labconfig/default_setting_overrides.json"), JSON.stringify(SETTINGS));

  const options = ["--no-browser", "--ServerApp.port=0", "--ServerApp.answer_yes=True"];
  if (process.getuid?.() === 0) options.push("--allow-root");
  const env = {
    ...process.env,
    JUPYTER_CONFIG_DIR: join(folder, "config"),
    JUPYTER_DATA_DIR: join(folder, "data"),
    JUPYTER_RUNTIME_DIR: join(folder, "runtime"),
    JUPYTER_PATH: "",
  };
  const server = spawn(python, ["-m", "jupyterlab", notebooks, ...options], {
    env,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const close = async () => {
    await end(server);
    await rm(folder, { recursive: true, force: true });
  };
  let log = "";
  server.stderr.on("data", (text: Buffer) => (log += text));
  try {
    const address = await vi.waitFor(() => addressIn(join(folder, "runtime")), { timeout: 60_000, interval: 100 });
    return { ...address, endKernels: () => endKernels(address), close };
  } catch (error) {
    await close();
    throw new Error(`expected JupyterLab to start, received:\n${log}`, { cause: error });
  }
}

async function requireEnvironment(): Promise<void> {
  const spec = join(checkout, ".venv/share/jupyter/kernels/sepconv/kernel.json");
  const argv = existsSync(python) && existsSync(spec) ? await readFile(spec, "utf8") : "nothing";
  if (!argv.includes(JSON.stringify(join(checkout, "kernel/main.ts"))))
    throw new Error(
      `expected JupyterLab and this checkout's kernel in .venv, received ${argv}; run: npm run lab -- --version`,
    );
}

/** Removes what a former run left, so that whatever the page shows is new. */
async function clear(path: string): Promise<void> {
  const notebook = JSON.parse(await readFile(path, "utf8")) as Notebook;
  for (const cell of notebook.cells)
    if (cell.cell_type === "code") Object.assign(cell, { outputs: [], execution_count: null });
  await writeFile(path, JSON.stringify(notebook));
}

/** What the server wrote about itself: its port is the system's choice. */
async function addressIn(runtime: string): Promise<{ url: string; token: string }> {
  const name = (await readdir(runtime)).find((name) => /^jpserver-\d+\.json$/u.test(name));
  if (name === undefined) throw new Error(`expected a jpserver-*.json in ${runtime}, received none`);
  const { url, token } = JSON.parse(await readFile(join(runtime, name), "utf8"));
  expect((await fetch(`${url}api`)).ok).toBe(true);
  return { url, token };
}

async function endKernels({ url, token }: { url: string; token: string }): Promise<void> {
  const headers = { Authorization: `token ${token}` };
  const kernels: { id: string }[] = await (await fetch(`${url}api/kernels`, { headers })).json();
  for (const { id } of kernels) await fetch(`${url}api/kernels/${id}`, { method: "DELETE", headers });
}

/** Asked to end, the server ends its kernels first. */
async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const exited = once(server, "exit");
  server.kill("SIGTERM");
  const patience = setTimeout(() => server.kill("SIGKILL"), 20_000);
  await exited;
  clearTimeout(patience);
}
