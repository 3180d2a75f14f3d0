import { readFile } from "node:fs/promises";
import { Refusal } from "../refusal.ts";

const PORTS = ["shell_port", "iopub_port", "stdin_port", "control_port", "hb_port"] as const;
type Port = (typeof PORTS)[number];

/** What a Jupyter connection file says. */
export interface Connection extends Record<Port, number> {
  transport: "tcp" | "ipc";
  ip: string;
  key: string;
  signature_scheme: string;
}

/**
 * Reads a connection file.
 *
 * @throws Refusal  when the file cannot be read, is not JSON, or a field is not what Jupyter writes; the message names the field
 */
export async function readConnection(path: string): Promise<Connection> {
  const refuse = (expected: string, received: string): never => {
    throw new Refusal(
      `${path}: expected ${expected}, received ${received}; start the kernel with the file that Jupyter wrote`,
    );
  };
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) =>
    refuse("a readable file", error.code ?? error.message),
  );
  let fields: Record<string, unknown>;
  try {
    fields = { transport: "tcp", signature_scheme: "hmac-sha256", ...JSON.parse(text) };
  } catch (error) {
    return refuse("JSON", (error as Error).message);
  }
  const { transport, ip, key, signature_scheme } = fields;
  if (transport !== "tcp" && transport !== "ipc") return refuse('transport "tcp" or "ipc"', JSON.stringify(transport));
  if (typeof ip !== "string" || ip === "") return refuse("ip, an address", String(JSON.stringify(ip)));
  if (typeof key !== "string") return refuse("key, a string", String(JSON.stringify(key)));
  if (typeof signature_scheme !== "string")
    return refuse("signature_scheme, a string", JSON.stringify(signature_scheme));
  const port = (name: Port) => {
    const value = fields[name];
    return Number.isInteger(value)
      ? (value as number)
      : refuse(`${name}, a whole number`, String(JSON.stringify(value)));
  };
  const [shell_port, iopub_port, stdin_port, control_port, hb_port] = PORTS.map(port) as [
    number,
    number,
    number,
    number,
    number,
  ];
  return { transport, ip, key, signature_scheme, shell_port, iopub_port, stdin_port, control_port, hb_port };
}

/** The ZeroMQ address of one of the connection's ports. */
export function addressOf({ transport, ip, ...ports }: Connection, port: Port): string {
  return transport === "tcp" ? `tcp://${ip}:${ports[port]}` : `ipc://${ip}-${ports[port]}`;
}
