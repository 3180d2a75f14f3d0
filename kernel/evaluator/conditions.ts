import { extname } from "node:path";

/** The export conditions beyond Node's own under which cells import: the kernel's own and, when it runs unbuilt, that of its sources. */
export function sourceConditions(): string[] {
  const passedOn = process.execArgv.flatMap((flag, index, all) => {
    if (/^(?:-C|--conditions)$/.test(flag)) return all[index + 1] ?? [];
    return /^(?:-C|--conditions=)(?<name>.+)/.exec(flag)?.groups?.name ?? [];
  });
  return [...new Set([...passedOn, ...(extname(import.meta.url) === ".ts" ? ["source"] : [])])];
}
