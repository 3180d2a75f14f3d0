import { jupyterOfDeno } from "./elsewhere.ts";
import { clearOutput as ofKernel } from "./kernel.ts";

/**
 * Removes the cell's output, at once or, with `wait`, when its next output comes. A terminal loses the line that is not yet ended;
 * tslab knows no way.
 *
 * @example
 * for (let epoch = 1; epoch <= 3; epoch++) {
 *   clearOutput({ wait: true });
 *   console.log(`epoch ${epoch}`);
 * }
 */
export function clearOutput({ wait = false }: { wait?: boolean } = {}): void {
  if (ofKernel) return ofKernel({ wait });
  const deno = jupyterOfDeno();
  if (deno) deno.broadcast("clear_output", { wait });
  else if (process.stdout.isTTY) process.stdout.write("\r\u001B[2K");
}
