import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "vitest/config";
// tests are of the kernels as they are written now
import "./bin/assemble.js";

// the kernel's processes, of which tests start a thousand, then load in half the time
process.env.NODE_COMPILE_CACHE ??= join(tmpdir(), "node-compile-cache");

const project = (name: string, include: string, timeout: number) => ({
  resolve: { conditions: ["source"] },
  ssr: { resolve: { conditions: ["source"] } },
  test: {
    name,
    include: [include],
    pool: "forks" as const,
    testTimeout: timeout,
    hookTimeout: timeout,
  },
});

export default defineConfig({
  test: {
    // the kernel's tests mostly wait for processes of their own
    maxWorkers: Math.max(3, availableParallelism()),
    projects: [
      project("unit", "test/**/*.test.ts", 120_000),
      // `npm test` leaves these out: the first two need the registry, the last one JupyterLab and Chromium
      project("package", "test/package/*.check.ts", 600_000),
      project("tslab", "test/tslab/*.check.ts", 600_000),
      project("lab", "test/lab/*.check.ts", 600_000),
    ],
  },
});
