import { existsSync } from "node:fs";
import { mkdtemp, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { makeFolder } from "../folder.ts";
import { Refusal } from "../refusal.ts";
import { argvIn, isOurs } from "./kernelspec.ts";

/**
 * Removes the kernelspec `name` from a folder of kernelspecs and returns where it lay.
 *
 * @throws Refusal  when there is none, or it is another kernel's
 */
export async function uninstall(kernels: string, name: string): Promise<string> {
  const folder = join(kernels, name);
  if (!existsSync(folder)) {
    throw new Refusal(
      `expected a kernelspec in ${folder}, received nothing there; "jupyter kernelspec list" shows where they lie`,
    );
  }
  if (!isOurs((await argvIn(folder)) ?? [])) {
    throw new Refusal(
      `expected ${folder} to be sepconv's, received what another kernel may own; remove it yourself if it is not needed`,
    );
  }
  makeFolder(kernels);
  // out of Jupyter's sight in one step
  const temporary = await mkdtemp(join(kernels, `.${name}-`));
  await rename(folder, join(temporary, "old"));
  await rm(temporary, { recursive: true });
  return folder;
}
