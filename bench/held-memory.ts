import { readdirSync, readFileSync } from "node:fs";

/** The memory that a process and all that it started hold together, in megabytes: proportional set size, as Linux tells it. */
export function heldMegabytes(parent: number): number {
  return family(parent).reduce((sum, id) => sum + proportionalMegabytes(id), 0);
}

const proportionalMegabytes = (id: number): number =>
  Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${id}/smaps_rollup`))?.[1] ?? 0) / 1024;

/** Process ids of a process and all that it started. */
function family(parent: number): number[] {
  const parents = readdirSync("/proc").flatMap((entry) => {
    const stat = /^\d+$/.test(entry) ? read(`/proc/${entry}/stat`) : "";
    const [, , ppid] = stat.slice(stat.lastIndexOf(")")).split(" ");
    return ppid === undefined ? [] : [[Number(entry), Number(ppid)] as const];
  });
  const ids = [parent];
  for (const id of ids) ids.push(...parents.filter(([, ppid]) => ppid === id).map(([pid]) => pid));
  return ids;
}

/** A process may end between listing and reading: then it holds nothing. */
function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
