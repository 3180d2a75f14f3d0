import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Dealer } from "zeromq";
import { freePorts } from "../wire/free-ports.ts";
import { addressOf, type Connection } from "../wire/connection.ts";
import { decode, encode } from "../wire/frames.ts";
import { compose, type Content } from "../wire/message.ts";
import { signatureOf } from "../wire/signature.ts";

const TIMEOUT_MS = 20_000;

/** What a kernel says of itself, and how long that took from its start. */
export interface Started {
  implementation: string;
  version: string;
  protocol: string;
  milliseconds: number;
}

/**
 * Starts a kernel as Jupyter does, by the argv of its kernelspec, asks what it is, and ends it.
 * @throws  when it ends or does not answer; the message holds the last that it said
 */
export async function startKernel(argv: readonly string[]): Promise<Started> {
  const folder = await mkdtemp(join(tmpdir(), "sepconv-doctor-"));
  const connection = await freeConnection();
  const file = join(folder, "connection.json");
  await writeFile(file, JSON.stringify(connection), { mode: 0o600 });
  const start = performance.now();
  const [program = "", ...args] = argv.map((part) => part.replace("{connection_file}", file));
  const kernel = spawn(program, args, { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
  const shell = new Dealer({ linger: 0, receiveTimeout: TIMEOUT_MS });
  try {
    const info = await Promise.race([kernelInfo(shell, connection), failure(kernel)]);
    return {
      implementation: String(info.implementation),
      version: String(info.implementation_version),
      protocol: String(info.protocol_version),
      milliseconds: performance.now() - start,
    };
  } finally {
    // else a kernel that ended would be waited for
    shell.close();
    await end(kernel);
    await rm(folder, { recursive: true, force: true });
  }
}

async function kernelInfo(shell: Dealer, connection: Connection): Promise<Content> {
  const signature = signatureOf(connection.signature_scheme, connection.key);
  try {
    shell.connect(addressOf(connection, "shell_port"));
    await shell.send(encode(compose("kernel_info_request", {}), signature));
    const { content } = decode(await shell.receive(), signature);
    return content;
  } catch (error) {
    throw new Error(`no answer to kernel_info_request within ${TIMEOUT_MS / 1000} s`, { cause: error });
  }
}

/** Rejects when the kernel ends by itself. */
async function failure(kernel: ChildProcess): Promise<never> {
  let said = "";
  kernel.stderr?.setEncoding("utf8").on("data", (text: string) => (said = (said + text).slice(-2000)));
  const [code] = await once(kernel, "close");
  throw new Error(`it ended with exit code ${code}${said && `, saying "${said.trim().split("\n").at(-1)}"`}`);
}

async function end(kernel: ChildProcess): Promise<void> {
  if (kernel.pid === undefined || kernel.exitCode !== null || kernel.signalCode !== null) return;
  const timer = setTimeout(() => kernel.kill("SIGKILL"), 5000);
  kernel.kill("SIGTERM");
  await once(kernel, "exit");
  clearTimeout(timer);
}

async function freeConnection(): Promise<Connection> {
  const ports = await freePorts(5);
  return {
    transport: "tcp",
    ip: "127.0.0.1",
    key: randomUUID(),
    signature_scheme: "hmac-sha256",
    shell_port: ports[0]!,
    iopub_port: ports[1]!,
    stdin_port: ports[2]!,
    control_port: ports[3]!,
    hb_port: ports[4]!,
  };
}
