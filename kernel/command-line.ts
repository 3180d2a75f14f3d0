import { parseArgs, type ParseArgsConfig } from "node:util";
import { Refusal } from "./refusal.ts";

/**
 * The options and operands of a command line.
 *
 * @param remedy  what to do about a command line that is refused
 * @throws Refusal  when an option is unknown or lacks its value
 */
export function parseOptions<const Config extends ParseArgsConfig>(
  config: Config,
  remedy?: string,
): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config);
  } catch (error) {
    const [complaint = ""] = (error as Error).message.split(". ");
    throw new Refusal(remedy === undefined ? complaint : `${complaint}; ${remedy}`);
  }
}

/** The exit code of a command's work: 2 when it is refused, and then why is on stderr. */
export async function refusing(command: string, work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    console.error(`sepconv ${command}: ${error.message}`);
    return 2;
  }
}
