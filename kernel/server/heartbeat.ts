import type { Router } from "zeromq";

/**
 * The heartbeat channel: sends back what it gets. A router does so with whatever it gets; a reply socket, of libzmq 4.3, loses
 * the next answer after a message without an envelope whose sender is gone.
 */
export async function serveHeartbeat(socket: Router): Promise<void> {
  for await (const frames of socket) await socket.send(frames);
}
