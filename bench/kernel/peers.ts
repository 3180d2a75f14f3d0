import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, delimiter, join } from "node:path";
import { root, run, versionIn, workshop } from "../workshop.ts";
import type { Launch } from "./kernel.ts";

const DENO = "2.9.6";

export const PEERS = ["sepconv", "tslab", "deno"] as const;
export type PeerName = (typeof PEERS)[number];

/** A kernel to measure. */
export interface Peer {
  name: PeerName;
  version: string;
  /** Whether it checks types: always, never, or as it is told. */
  types: "always" | "never" | "choice";
  launch: Launch;
}

/** The kernels that can be measured here; of the others why they cannot. */
export function findPeers(): { peers: Peer[]; missing: string[] } {
  const peers: Peer[] = [];
  const missing: string[] = [];
  const folder = notebookFolder();
  const node = ownNode();
  for (const make of [sepconv, tslab, deno]) {
    try {
      peers.push(make(folder, node));
    } catch (error) {
      missing.push(`${make.name}: ${(error as Error).message}`);
    }
  }
  return { peers, missing };
}

/** A folder as a user has it, with TensorFlow.js installed. */
function notebookFolder(): string {
  const folder = join(workshop, "notebook");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "junction");
  const dependencies = { "@tensorflow/tfjs": versionIn(root, "@tensorflow/tfjs") };
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type: "module", dependencies }));
  return folder;
}

/** A copy of Node for the kernels: of one that the bench ran on, too, half the memory would be counted as the bench's. */
function ownNode(): string {
  const copy = join(workshop, basename(process.execPath));
  copyFileSync(process.execPath, copy);
  return copy;
}

/** This kernel as it is installed: built. */
function sepconv(folder: string, node: string): Peer {
  const built = join(workshop, "kernel");
  rmSync(built, { recursive: true, force: true });
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  run(process.execPath, [tsc, "-p", join(root, "kernel/tsconfig.build.json"), "--outDir", built]);
  const argv = [node, join(built, "main.js"), "kernel", "{connection_file}"];
  const own = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  return {
    name: "sepconv",
    version: own.version,
    types: "choice",
    launch: { argv, folder, environment, interrupts: "message" },
  };
}

/** tslab by the argv of its own kernelspec, on the same Node. */
function tslab(folder: string, node: string): Peer {
  const binary = join(root, "node_modules/tslab/bin/tslab");
  if (!existsSync(binary)) throw new Error("it is not installed; npm ci installs it");
  const argv = [node, binary, "kernel", "--config-path", "{connection_file}"];
  return {
    name: "tslab",
    version: versionIn(root, "tslab"),
    types: "always",
    launch: { argv, folder, environment, interrupts: "signal" },
  };
}

/** Deno by the argv of its own kernelspec. It is installed when it is not there. */
function deno(folder: string): Peer {
  const prefix = join(workshop, "deno");
  if (!existsSync(join(prefix, "node_modules/deno"))) {
    mkdirSync(prefix, { recursive: true });
    run("npm", ["install", "--prefix", prefix, "--no-save", "--no-package-lock", "--ignore-scripts", `deno@${DENO}`]);
  }
  const require = createRequire(join(prefix, "node_modules/deno/package.json"));
  const manifest = require("./package.json") as { optionalDependencies: Record<string, string> };
  const platforms = Object.keys(manifest.optionalDependencies);
  const binary = platforms.map((name) => join(prefix, "node_modules", name, "deno")).find(existsSync);
  if (binary === undefined) throw new Error(`npm brings no Deno for ${process.platform}-${process.arch}`);
  const argv = [binary, "jupyter", "--kernel", "--conn", "{connection_file}"];
  const own = { ...environment, DENO_DIR: join(prefix, "cache"), DENO_NO_UPDATE_CHECK: "1" };
  return {
    name: "deno",
    version: versionIn(prefix, "deno"),
    types: "never",
    launch: { argv, folder, environment: own, interrupts: "signal" },
  };
}

/** Without the checkout's own binaries, as a user has it. */
const environment = {
  ...process.env,
  PATH: (process.env.PATH ?? "")
    .split(delimiter)
    .filter((entry) => !entry.includes("node_modules"))
    .join(delimiter),
};
