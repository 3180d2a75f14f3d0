import { copyFile, mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeFolder } from "../folder.ts";
import { Refusal } from "../refusal.ts";
import { argvIn, isOurs, kernelspec, type KernelspecOptions, logos } from "./kernelspec.ts";

/**
 * Installs the kernelspec `name` into a folder of kernelspecs and returns where it lies. An older one of that name is
 * replaced; Jupyter never sees half of one.
 *
 * @throws Refusal  when the folder cannot be written, or another kernel's kernelspec has that name
 */
export async function install(kernels: string, name: string, options: KernelspecOptions): Promise<string> {
  const destination = join(kernels, name);
  makeFolder(kernels);
  if (existsSync(join(destination, "kernel.json")) && !isOurs((await argvIn(destination)) ?? [])) {
    throw new Refusal(
      `expected ${destination} to be free or sepconv's, received the kernelspec of another kernel; choose another --name`,
    );
  }
  const temporary = await mkdtemp(join(kernels, `.${name}-`));
  try {
    const fresh = join(temporary, "new");
    await mkdir(fresh);
    await writeFile(join(fresh, "kernel.json"), JSON.stringify(kernelspec(options), null, 2) + "\n");
    for (const logo of logos) await copyFile(fileURLToPath(logo), join(fresh, basename(logo.pathname)));
    await replace(destination, fresh, temporary);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  return destination;
}

/** Moves what lies at the destination, also what another installer puts there meanwhile, out of the way. */
async function replace(destination: string, fresh: string, aside: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await rename(fresh, destination);
      return;
    } catch (error) {
      if (attempt === ATTEMPTS || !OCCUPIED.has((error as NodeJS.ErrnoException).code ?? "")) throw error;
      await rename(destination, join(aside, `old-${attempt}`)).catch(unlessGone);
    }
  }
}

const ATTEMPTS = 10;
// a file, or a link to a folder, counts as occupied, too; EPERM is what Windows says of a folder
const OCCUPIED = new Set(["ENOTEMPTY", "EEXIST", "ENOTDIR", "EPERM"]);

function unlessGone(error: NodeJS.ErrnoException): void {
  if (error.code !== "ENOENT") throw error;
}
