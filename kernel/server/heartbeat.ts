import type { Reply } from "zeromq";

/** The heartbeat channel: sends back what it gets. */
export async function serveHeartbeat(socket: Reply): Promise<void> {
  for await (const frames of socket) await socket.send(frames);
}
