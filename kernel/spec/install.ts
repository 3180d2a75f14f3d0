import { copyFile, mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { kernelspec, logos } from "./kernelspec.ts";

/**
 * Installs the kernelspec `name` into a folder of kernelspecs and returns where it lies. An older one of that name is
 * replaced; Jupyter never sees half of one.
 */
export async function install(kernels: string, name: string, displayName: string): Promise<string> {
  const destination = join(kernels, name);
  await mkdir(kernels, { recursive: true });
  const temporary = await mkdtemp(join(kernels, `.${name}-`));
  try {
    const fresh = join(temporary, "new");
    await mkdir(fresh);
    await writeFile(join(fresh, "kernel.json"), JSON.stringify(kernelspec(displayName), null, 2) + "\n");
    for (const logo of logos) await copyFile(fileURLToPath(logo), join(fresh, basename(logo.pathname)));
    await rename(destination, join(temporary, "old")).catch(ignoreMissing);
    await rename(fresh, destination);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  return destination;
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== "ENOENT") throw error;
}
