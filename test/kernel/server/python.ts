import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const ofCheckout = fileURLToPath(new URL("../../../.venv/bin/python", import.meta.url));

/** The Python named by SEPCONV_PYTHON, or that of .venv, if it has a module; what needs it is skipped otherwise. */
export function pythonWith(module: string): string | undefined {
  const python = process.env.SEPCONV_PYTHON ?? ofCheckout;
  return spawnSync(python, ["-c", `import ${module}`]).status === 0 ? python : undefined;
}
