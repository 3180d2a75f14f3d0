import { existsSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { kernelsFolder } from "../spec/location.ts";
import { broken, type Finding, ok } from "./finding.ts";
import type { Found } from "./jupyter.ts";
import { startKernel } from "./start.ts";

/** Whether a kernelspec of sepconv's still leads to a kernel that starts and answers. */
export async function registration(found: Found): Promise<Finding> {
  const about = `kernel ${found.name}`;
  const lost = found.argv.filter((part) => resolve(part) === part && !existsSync(part));
  if (lost.length > 0)
    return broken(about, `starts ${lost.join(" and ")}, which is not there any more`, renewal(found));
  try {
    const { implementation, version, protocol, milliseconds } = await startKernel(found.argv);
    const answer = `${implementation} ${version}, protocol ${protocol}, answers after ${milliseconds.toFixed(0)} ms`;
    return ok(about, `${answer} (${found.folder})`);
  } catch (error) {
    return broken(about, `does not start: ${(error as Error).message} (${found.folder})`, renewal(found));
  }
}

/** The command that registers it anew in the same place. */
function renewal({ folder }: Found): string {
  const name = basename(folder);
  const kernels = dirname(folder);
  const prefix = resolve(kernels, "../../..");
  const isBelowPrefix = join(prefix, "share", "jupyter", "kernels") === kernels;
  const where =
    kernels === kernelsFolder({ kind: "user" }) || !isBelowPrefix ? "--user" : `--prefix ${JSON.stringify(prefix)}`;
  return `npx sepconv install ${where} --name ${name}`;
}
