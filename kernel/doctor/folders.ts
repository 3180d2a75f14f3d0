import { accessSync, constants, existsSync } from "node:fs";
import { dirname } from "node:path";
import { userData } from "../spec/location.ts";
import { broken, type Finding, ok } from "./finding.ts";

/** Whether Jupyter's folder of the user, in which kernelspecs and history lie, can be written. */
export function dataFolder(): Finding {
  const folder = userData();
  try {
    // the slash asks for a folder
    accessSync(`${nearest(folder)}/`, constants.W_OK | constants.X_OK);
    return ok("data folder", existsSync(folder) ? folder : `${folder} (will be made)`);
  } catch (error) {
    const remedy = "export JUPYTER_DATA_DIR=FOLDER, with a folder that you may write";
    return broken("data folder", `${folder} cannot be written (${(error as NodeJS.ErrnoException).code})`, remedy);
  }
}

const nearest = (folder: string): string =>
  existsSync(folder) || dirname(folder) === folder ? folder : nearest(dirname(folder));
