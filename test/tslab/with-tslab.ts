import { Client } from "../kernel/server/client.ts";

/** tslab does not wait until a socket has sent before it sends again: zeromq.js then refuses, and that message is lost. */
const LOST = "Socket is busy writing";
const ATTEMPTS = 10;

/** Does something with stock tslab, and all of it again in a fresh kernel where tslab lost a message. */
export async function withTslab(
  argv: readonly string[],
  folder: string,
  env: NodeJS.ProcessEnv,
  work: (kernel: Client) => Promise<void>,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      const kernel = await Client.startOther(argv, folder, env, LOST);
      try {
        return await work(kernel);
      } finally {
        await kernel.stop();
      }
    } catch (error) {
      if (attempt === ATTEMPTS || !String(error).includes(LOST)) throw error;
    }
  }
}
