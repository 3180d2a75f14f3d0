import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** What Linux tells of processes. */

/** A file of a process in /proc, or nothing once the process is gone. */
function read(path: string): string {
  try {
    return readFileSync(`/proc/${path}`, "utf8");
  } catch {
    return "";
  }
}

const childrenOf = (pid: number): number[] =>
  read(`${pid}/task/${pid}/children`).split(" ").filter(Boolean).map(Number);

/** Every process that a process started, and that those started. */
export const descendantsOf = (pid: number): number[] =>
  childrenOf(pid).flatMap((child) => [child, ...descendantsOf(child)]);

export const commandOf = (pid: number): string => read(`${pid}/cmdline`).replaceAll("\0", " ").trim();

/** A zombie is gone, too: it waits for its parent to ask how it ended. */
export const isRunning = (pid: number): boolean => /^State:\s+[^ZX]/m.test(read(`${pid}/status`));

export const residentBytes = (pid: number): number => Number(/VmRSS:\s+(\d+)/.exec(read(`${pid}/status`))?.[1]) * 1024;

function link(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}

/** The addresses at which a process listens, as "127.0.0.1:80"; of IPv6 the digits that /proc has. */
export function listening(pid: number): string[] {
  const sockets = new Set(readdirSync(`/proc/${pid}/fd`).map((fd) => link(`/proc/${pid}/fd/${fd}`)));
  const LISTEN = "0A";
  return ["tcp", "tcp6"].flatMap((table) =>
    read(`${pid}/net/${table}`)
      .split("\n")
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => fields[3] === LISTEN && sockets.has(`socket:[${fields[9]}]`))
      .map((fields) => addressOf(fields[1]!)),
  );
}

function addressOf(hexadecimal: string): string {
  const [ip, port] = hexadecimal.split(":") as [string, string];
  const dotted = ip.length === 8 ? Buffer.from(ip, "hex").toReversed().join(".") : ip;
  return `${dotted}:${Number.parseInt(port, 16)}`;
}
