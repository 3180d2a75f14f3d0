import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeFolder, replaceFolder } from "../folder.ts";
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
    await replaceFolder(destination, fresh, temporary);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  return destination;
}
