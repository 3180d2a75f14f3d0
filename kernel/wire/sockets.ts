import { Router, XPublisher } from "zeromq";
import { addressOf, type Connection } from "./connection.ts";

/** The five sockets of a kernel, bound. */
export interface Sockets {
  shell: Router;
  control: Router;
  stdin: Router;
  iopub: XPublisher;
  heartbeat: Router;
  close(): void;
}

// A reply still on its way when the kernel ends gets this long; without a limit a vanished client would hold the process.
const LINGER_MS = 1000;
// Replies are as few as the requests that a client sends: none of them is dropped.
const REPLIES = { linger: LINGER_MS, sendHighWaterMark: 0 };
/**
 * Messages may have 50 MB, so that a subscriber's queue in ZeroMQ is kept short; a full one makes the channel wait.
 * At 2 ZeroMQ notes each message that a subscriber takes, at more only every other or less often.
 */
export const PUBLISHED = { linger: LINGER_MS, sendHighWaterMark: 2, noDrop: true, verbosity: "allSubs" } as const;

/**
 * Binds the sockets where the connection file says.
 *
 * @throws when an address is taken or not of this machine; no socket stays open
 */
export async function openSockets(connection: Connection): Promise<Sockets> {
  // handover: a client that connects again under its old identity gets the replies
  const router = () => new Router({ ...REPLIES, handover: true });
  const sockets = {
    shell: router(),
    control: router(),
    stdin: router(),
    iopub: new XPublisher(PUBLISHED),
    heartbeat: router(),
  };
  const close = () => {
    for (const socket of Object.values(sockets)) socket.close();
  };
  const ports = {
    shell: "shell_port",
    control: "control_port",
    stdin: "stdin_port",
    iopub: "iopub_port",
    heartbeat: "hb_port",
  } as const;
  for (const name of Object.keys(ports) as (keyof typeof ports)[]) {
    const address = addressOf(connection, ports[name]);
    try {
      await sockets[name].bind(address);
    } catch (error) {
      close();
      throw new Error(
        `expected ${ports[name]} to be free, received "${(error as Error).message}" for ${address}; end the process that holds it, or let Jupyter choose new ports`,
        { cause: error },
      );
    }
  }
  return { ...sockets, close };
}
