import { existsSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { run, versionIn, workshop } from "../../../workshop.ts";

/** onnxruntime-node brings 290 MB of binaries for every platform, so it is installed where the bench works and is no dependency. */
const VERSION = "1.30.0";
const folder = join(workshop, "onnxruntime");

/** What is used of https://onnxruntime.ai/docs/api/js */
export interface Runtime {
  InferenceSession: { create(model: Uint8Array, options: object): Promise<Session> };
  Tensor: new (type: "float32", data: Float32Array, shape: readonly number[]) => RuntimeTensor;
}

export interface Session {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  run(
    feeds: Record<string, RuntimeTensor>,
    fetches: Record<string, RuntimeTensor>,
  ): Promise<Record<string, RuntimeTensor>>;
  release(): Promise<void>;
}

export interface RuntimeTensor {
  data: Float32Array;
}

/** Installs onnxruntime-node by npm, if it is not there. */
export function installRuntime(): void {
  if (findRuntime() !== undefined) return;
  mkdirSync(folder, { recursive: true });
  const options = ["--no-save", "--no-package-lock", "--ignore-scripts"];
  run("npm", ["install", "--prefix", folder, ...options, `onnxruntime-node@${VERSION}`]);
}

/** onnxruntime-node, if it is installed. */
export function findRuntime(): { runtime: () => Runtime; version: string } | undefined {
  if (!existsSync(join(folder, "node_modules/onnxruntime-node"))) return undefined;
  const require = createRequire(join(folder, "package.json"));
  return { runtime: () => require("onnxruntime-node") as Runtime, version: versionIn(folder, "onnxruntime-node") };
}
