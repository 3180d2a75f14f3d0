import { Reply, Router, XPublisher } from "zeromq";
import { addressOf, type Connection } from "./connection.ts";

/** The five sockets of a kernel, bound. */
export interface Sockets {
  shell: Router;
  control: Router;
  stdin: Router;
  iopub: XPublisher;
  heartbeat: Reply;
  close(): void;
}

// A reply still on its way when the kernel ends gets this long; without a limit a vanished client would hold the process.
const LINGER_MS = 1000;
// By default ZeroMQ drops what a slow reader of iopub has not taken after 1000 messages, and a cell may print faster than that.
const UNLIMITED = { linger: LINGER_MS, sendHighWaterMark: 0, receiveHighWaterMark: 0 };

/**
 * Binds the sockets where the connection file says.
 *
 * @throws when an address is taken or not of this machine; no socket stays open
 */
export async function openSockets(connection: Connection): Promise<Sockets> {
  // handover: a client that connects again under its old identity gets the replies
  const router = () => new Router({ ...UNLIMITED, handover: true });
  const sockets = {
    shell: router(),
    control: router(),
    stdin: router(),
    iopub: new XPublisher({ ...UNLIMITED, verbosity: "allSubs" }),
    heartbeat: new Reply({ linger: 0 }),
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
