import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { argvIn, isOurs } from "../spec/kernelspec.ts";
import { kernelsFolder } from "../spec/location.ts";
import { broken, type Finding, missing, ok } from "./finding.ts";

const TIMEOUT_MS = 30_000;

/** A kernelspec: its name, the folder in which it lies, and how it starts its kernel. */
export interface Found {
  name: string;
  folder: string;
  argv: string[];
}

/** What is said of Jupyter, and the kernelspecs of sepconv's that it sees. */
export async function jupyter(): Promise<{ findings: Finding[]; ours: Found[] }> {
  const program = onPath();
  if (program === undefined) {
    const finding = missing(
      "jupyter",
      "not on PATH; notebooks run by sepconv run, cells by sepconv repl",
      "python3 -m pip install jupyterlab (or, in a checkout: npm run lab)",
    );
    return { findings: [finding], ours: (await inUserFolder()).filter(({ argv }) => isOurs(argv)) };
  }
  try {
    const specs = await listed(program);
    const ours = specs.filter(({ argv }) => isOurs(argv));
    const names = ok("kernelspecs", specs.map(({ name }) => name).join(", ") || "none");
    return { findings: [ok("jupyter", program), ours.length > 0 ? names : unregistered(names)], ours };
  } catch (error) {
    const says = `${program} does not list its kernelspecs (${lastLine(error)})`;
    return { findings: [broken("jupyter", says, "python3 -m pip install --force-reinstall jupyterlab")], ours: [] };
  }
}

const unregistered = ({ about, says }: Finding): Finding =>
  broken(about, `${says}; sepconv's is not among them`, "npx sepconv install");

function onPath(): string | undefined {
  const names = process.platform === "win32" ? ["jupyter.exe", "jupyter.cmd"] : ["jupyter"];
  const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find((path) => existsSync(path));
}

async function listed(program: string): Promise<Found[]> {
  const { stdout } = await promisify(execFile)(program, ["kernelspec", "list", "--json"], { timeout: TIMEOUT_MS });
  const { kernelspecs } = JSON.parse(stdout) as {
    kernelspecs: Record<string, { resource_dir: string; spec: { argv: string[] } }>;
  };
  return Object.entries(kernelspecs).map(([name, { resource_dir, spec }]) => ({
    name,
    folder: resource_dir,
    argv: spec.argv,
  }));
}

async function inUserFolder(): Promise<Found[]> {
  const kernels = kernelsFolder({ kind: "user" });
  const names = await readdir(kernels).catch(() => []);
  const found = names.map(async (name) => {
    const folder = join(kernels, name);
    return { name, folder, argv: (await argvIn(folder)) ?? [] };
  });
  return Promise.all(found);
}

function lastLine(error: unknown): string {
  const { stderr = "", message } = error as Error & { stderr?: string };
  return stderr.trim().split("\n").at(-1) || message;
}
