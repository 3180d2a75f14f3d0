import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Typecheck } from "../typecheck.ts";

const LOGOS = ["logo-32x32.png", "logo-64x64.png", "logo-svg.svg"] as const;

/** Files of the kernel's folder that lie beside kernel.json in a kernelspec. */
export const logos: readonly URL[] = LOGOS.map((name) => new URL(name, import.meta.url));

/** What a kernelspec leaves to whoever installs it. */
export interface KernelspecOptions {
  displayName?: string | undefined;
  typecheck?: Typecheck | undefined;
}

/**
 * What kernel.json says: how Jupyter starts the kernel. Paths are absolute, so that it starts from any folder and without a
 * Node on PATH.
 *
 * @see https://jupyter-client.readthedocs.io/en/stable/kernels.html#kernel-specs
 */
export function kernelspec({ displayName = "TypeScript (sepconv)", typecheck }: KernelspecOptions): object {
  const isSource = import.meta.url.endsWith(".ts");
  const main = fileURLToPath(new URL(isSource ? "../main.ts" : "../main.js", import.meta.url));
  return {
    argv: [process.execPath, ...(isSource ? ["--conditions=source"] : []), main, "kernel", "{connection_file}"],
    display_name: displayName,
    language: "typescript",
    interrupt_mode: "message",
    kernel_protocol_version: "5.5",
    ...(typecheck !== undefined && { env: { SEPCONV_TYPECHECK: typecheck } }),
    metadata: { debugger: false },
  };
}

/** How the kernelspec in a folder starts its kernel; undefined when there is none that can be read. */
export async function argvIn(folder: string): Promise<string[] | undefined> {
  try {
    const { argv } = JSON.parse(await readFile(join(folder, "kernel.json"), "utf8"));
    return Array.isArray(argv) ? argv.map(String) : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a kernelspec is one of sepconv's, of this installation or of another: its argv is as `kernelspec` makes it. */
export const isOurs = (argv: readonly string[]): boolean =>
  argv.length <= 5 && /[\\/]kernel[\\/]main\.[jt]s kernel \{connection_file\}$/.test(argv.slice(-3).join(" "));
