import "@tensorflow/tfjs-backend-wasm";
import { tf } from "../tf.ts";
import type { Device } from "./device.ts";

/** The module's binaries lie beside its script, where it looks for them itself, in a checkout and in an installed package. */
export const wasm: Device = {
  name: "wasm",
  description: "WebAssembly with SIMD (XNNPACK), one core",
  auto: "the fastest device that works on every machine",
  async start() {
    const before = new Set(FAILURES.flatMap((failure) => process.rawListeners(failure)));
    if (!(await tf.setBackend("wasm"))) throw new Error("WebAssembly did not start");
    // The module's loader rethrows every failure of the process; whoever hosts this library handles failures in a way of its own.
    for (const failure of FAILURES) {
      for (const listener of process.rawListeners(failure)) {
        if (!before.has(listener)) process.off(failure, listener as () => void);
      }
    }
  },
};

const FAILURES = ["uncaughtException", "unhandledRejection"] as const;
