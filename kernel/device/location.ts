import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** The folder of the TensorFlow that is installed for this user. `src/device/tensorflow/installation.ts` looks there, too. */
export function installationFolder(): string {
  const { SEPCONV_TENSORFLOW, XDG_DATA_HOME } = process.env;
  if (SEPCONV_TENSORFLOW) return resolve(SEPCONV_TENSORFLOW);
  return join(XDG_DATA_HOME || join(homedir(), ".local", "share"), "sepconv", "tensorflow");
}
