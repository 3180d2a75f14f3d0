import { installedIn } from "../device/installed.ts";
import { installationFolder } from "../device/location.ts";
import { verify } from "../device/verify.ts";
import { broken, type Finding, missing, ok } from "./finding.ts";

/**
 * Whether the TensorFlow that is installed computes.
 *
 * @param devices  the devices that the library has found: it may know one that tfjs-node brought itself
 */
export async function tensorflow(devices: readonly Finding[]): Promise<Finding[]> {
  const folder = installationFolder();
  const manifest = installedIn(folder);
  if (manifest === undefined) {
    const isHere = devices.some(({ about }) => about === "device tensorflow");
    const says = "not installed; it is faster than wasm with CUDA or AVX-512";
    return isHere ? [] : [missing("tensorflow", says, "npx sepconv device install tensorflow")];
  }
  try {
    const { hardware, milliseconds } = await verify(folder);
    const says = `${manifest.version} computes on ${hardware}, ${(milliseconds / 1000).toFixed(1)} s after the import (${folder})`;
    return [ok("tensorflow", says)];
  } catch (error) {
    return [broken("tensorflow", (error as Error).message, `npx sepconv device install ${manifest.variant}`)];
  }
}
