import { fileURLToPath } from "node:url";

const LOGOS = ["logo-32x32.png", "logo-64x64.png", "logo-svg.svg"] as const;

/** Files of the kernel's folder that lie beside kernel.json in a kernelspec. */
export const logos: readonly URL[] = LOGOS.map((name) => new URL(name, import.meta.url));

/**
 * What kernel.json says: how Jupyter starts the kernel. Paths are absolute, so that it starts from any folder and without a
 * Node on PATH.
 *
 * @see https://jupyter-client.readthedocs.io/en/stable/kernels.html#kernel-specs
 */
export function kernelspec(displayName: string): Record<string, unknown> {
  const isSource = import.meta.url.endsWith(".ts");
  const main = fileURLToPath(new URL(isSource ? "../main.ts" : "../main.js", import.meta.url));
  return {
    argv: [process.execPath, ...(isSource ? ["--conditions=source"] : []), main, "kernel", "{connection_file}"],
    display_name: displayName,
    language: "typescript",
    interrupt_mode: "message",
    kernel_protocol_version: "5.5",
    metadata: { debugger: false },
  };
}
