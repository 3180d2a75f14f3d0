import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import type { Absence } from "../device.ts";

const require = createRequire(import.meta.url);

/** A binding of tfjs-node's to TensorFlow that lies on the disk; whether it loads is not known yet. */
export interface Installation {
  /** tfjs_binding.node */
  binding: string;
  /** A module that keeps what TensorFlow prints while it is being loaded. */
  silence?: string;
  /** What it is, in words. */
  description: string;
  hasGpu: boolean;
}

/** What `sepconv device install` has put into the user's folder, else the binary that tfjs-node brings itself, else why neither. */
export function findInstallation(): Installation | Absence {
  const tfjsNode = findTfjsNode();
  if (tfjsNode === undefined) {
    return { why: "the optional package @tensorflow/tfjs-node is not installed", remedy: INSTALL_PACKAGE };
  }
  const folder = installationFolder();
  const manifest = manifestIn(folder);
  if (manifest === undefined) {
    const binding = join(tfjsNode.folder, "lib", "napi-v8", "tfjs_binding.node");
    return existsSync(binding)
      ? { binding, description: `TensorFlow as tfjs-node ${tfjsNode.version} brings it`, hasGpu: false }
      : { why: "TensorFlow is not installed", remedy: INSTALL };
  }
  if (manifest.tfjsNode !== tfjsNode.version) {
    const why = `the TensorFlow in ${folder} was installed for tfjs-node ${manifest.tfjsNode}, not for ${tfjsNode.version}`;
    return { why, remedy: INSTALL };
  }
  const [binding, silence] = ["tfjs_binding.node", "silence.node"].map((name) => join(folder, name)) as [
    string,
    string,
  ];
  const hasGpu = manifest.variant === "tensorflow-cuda";
  const hardware = hasGpu ? "with CUDA" : "for the CPU";
  return { binding, silence, description: `TensorFlow ${manifest.version} ${hardware}, through tfjs-node`, hasGpu };
}

/** The command that installs it, or installs it anew. */
export const INSTALL = "npx sepconv device install tensorflow";
const INSTALL_PACKAGE = "npm install @tensorflow/tfjs-node --ignore-scripts";

/** `kernel/device/location.ts` installs there. */
export function installationFolder(): string {
  const { SEPCONV_TENSORFLOW, XDG_DATA_HOME } = process.env;
  if (SEPCONV_TENSORFLOW) return resolve(SEPCONV_TENSORFLOW);
  return join(XDG_DATA_HOME || join(homedir(), ".local", "share"), "sepconv", "tensorflow");
}

function findTfjsNode(): { folder: string; version: string } | undefined {
  try {
    const file = require.resolve("@tensorflow/tfjs-node/package.json");
    return { folder: dirname(file), version: JSON.parse(readFileSync(file, "utf8")).version };
  } catch {
    return undefined;
  }
}

function manifestIn(folder: string): { variant: string; version: string; tfjsNode: string } | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, "installation.json"), "utf8"));
  } catch {
    return undefined;
  }
}
