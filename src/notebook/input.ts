import { input as ofKernel } from "./kernel.ts";
import { ask } from "./terminal.ts";

/**
 * Asks the user for a line of text: in this project's kernel by the notebook, elsewhere in the terminal. A password is not shown while
 * it is typed.
 *
 * @throws  where nobody can answer
 * @example
 * const ask = async () => input("Kernel size: ");
 */
export const input = async (prompt = "", { password = false }: { password?: boolean } = {}): Promise<string> =>
  ofKernel ? ofKernel(prompt, { password }) : ask(prompt, password);
