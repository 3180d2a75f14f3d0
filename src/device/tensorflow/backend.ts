import { createRequire } from "node:module";
import util from "node:util";
import type { NodeJSKernelBackend } from "@tensorflow/tfjs-node/dist/nodejs_kernel_backend.js";
import type { Installation } from "./installation.ts";

const require = createRequire(import.meta.url);

/**
 * Loads TensorFlow and tfjs-node's kernels. Their package's own entry would make TensorFlow the current backend, and the one
 * that tf.ready() prefers.
 *
 * @throws  when the binding does not load: a library is missing, or made for another system
 */
export function loadBackend(installation: Installation): NodeJSKernelBackend {
  restoreUtil();
  // Else each machine decides by its processor; without oneDNN there are no gradients in groups, and no NCHW.
  process.env.TF_ENABLE_ONEDNN_OPTS ??= "1";
  process.env.TF_CPP_MIN_LOG_LEVEL ??= "2";
  const binding = quietly(installation, () => require(installation.binding));
  require("@tensorflow/tfjs-node/dist/register_all_kernels.js");
  const { NodeJSKernelBackend } = require("@tensorflow/tfjs-node/dist/nodejs_kernel_backend.js");
  return new NodeJSKernelBackend(binding, "@tensorflow/tfjs-node");
}

/** What tfjs-node calls of Node's util and Node 23 dropped or warns of. */
function restoreUtil(): void {
  const dropped = { isNullOrUndefined: (value: unknown) => value === null || value === undefined };
  for (const [name, value] of Object.entries({ ...dropped, isArray: Array.isArray })) {
    Object.defineProperty(util, name, { value, configurable: true, writable: true });
  }
}

/** Keeps from stderr the remarks that TensorFlow prints while it is being loaded, and only those; at level 0 they are asked for. */
function quietly<T>({ silence }: Installation, load: () => T): T {
  if (silence === undefined || process.env.TF_CPP_MIN_LOG_LEVEL === "0") return load();
  const { begin, end } = require(silence) as { begin(): void; end(): string };
  begin();
  try {
    return load();
  } finally {
    const lines = end().split("\n");
    process.stderr.write(lines.filter((line) => !REMARK.test(line)).join("\n"));
  }
}

/** absl's warning that logging is not set up, and messages of the level "I". */
const REMARK = /^WARNING: All log messages before absl::InitializeLog|^I\d{4} |^\d{4}-\d\d-\d\d .{15}: I /;
