import { join } from "node:path";

/** Ours first, then those whose results are believed, the most first. */
export const PEERS = [
  "sepconv-wasm",
  "sepconv-wasm-128",
  "sepconv-webgpu",
  "sepconv-tensorflow",
  "pytorch",
  "onnxruntime-node",
  "tfjs-node",
  "tfjs-wasm",
  "tfjs-webgpu",
  "tfjs-cpu",
] as const;
export type PeerName = (typeof PEERS)[number];

export const isOurs = (name: PeerName): boolean => name.startsWith("sepconv");

/** Whether a peer computes on as many threads as it is told; the others compute on one, or on a GPU. */
export const isThreaded = (name: PeerName): boolean =>
  !["tfjs-cpu", "tfjs-wasm", "tfjs-webgpu", "sepconv-webgpu"].includes(name);

/** How a peer's process is started. */
export interface Launch {
  command: string;
  argv: string[];
  environment: Record<string, string>;
}

/** The process of a peer that computes on so many threads. */
export function launchOf(name: PeerName, threads: number): Launch {
  const node = ["--conditions=source"];
  const script = (...path: string[]) => join(import.meta.dirname, ...path);
  switch (name) {
    case "pytorch":
      return {
        command: process.env.SEPCONV_PYTHON ?? "python3",
        argv: [script("pytorch.py"), `${threads}`],
        environment: {},
      };
    case "onnxruntime-node":
      return {
        command: process.execPath,
        argv: [...node, script("onnxruntime/main.ts"), `${threads}`],
        environment: {},
      };
    default:
      return {
        command: process.execPath,
        argv: [...node, script("tfjs/main.ts"), name, `${threads}`],
        environment: {
          TF_CPP_MIN_LOG_LEVEL: "3",
          TF_NUM_INTRAOP_THREADS: `${threads}`,
          TF_NUM_INTEROP_THREADS: "1",
        },
      };
  }
}
