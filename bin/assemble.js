import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { JOB } from "../src/device/wasm/job.ts";
import { microkernel } from "../src/device/wasm/assembly/microkernel.js";
import { threeByThree } from "../src/device/wasm/assembly/three-by-three.js";

/*
 * Builds the SIMD kernels of the device wasm beside their loader, from AssemblyScript. Does nothing where the builds are newer
 * than what they are made of.
 */

const folder = fileURLToPath(new URL("../src/device/wasm/", import.meta.url));
const sources = join(folder, "assembly");

/** What the engine must know, and how many vectors of four numbers a row of a tile has. */
const BUILDS = {
  "kernels-wide": { features: ["simd", "relaxed-simd"], vectors: 4 },
  "kernels-fused": { features: ["simd", "relaxed-simd"], vectors: 2 },
  kernels: { features: ["simd"], vectors: 2 },
};

const OPTIONS = "--runtime stub -O3 --converge --noAssert --importMemory --sharedMemory --maximumMemory 65536";

const written = {
  "job.ts": () =>
    `@unmanaged export class Job { ${Object.entries(JOB)
      .map((field) => field.join(": "))
      .join("; ")} }`,
  "microkernel.ts": microkernel,
  "three-by-three.ts": threeByThree,
};

const age = (path) => (existsSync(path) ? statSync(path).mtimeMs : 0);
const newest = Math.max(
  ...readdirSync(sources).map((file) => age(join(sources, file))),
  age(join(folder, "job.ts")),
  age(fileURLToPath(import.meta.url)),
);

for (const [name, { features, vectors }] of Object.entries(BUILDS)) {
  const path = join(folder, `${name}.wasm`);
  if (age(path) < newest) writeFileSync(path, await assemble(features, vectors));
}

async function assemble(features, vectors) {
  const { default: asc } = await import("assemblyscript/asc");
  const enabled = ["threads", ...features].flatMap((feature) => ["--enable", feature]);
  let binary;
  const { error, stderr } = await asc.main(["index.ts", "--outFile", "out.wasm", ...OPTIONS.split(" "), ...enabled], {
    readFile(path) {
      if (path in written) return written[path]({ vectors });
      return existsSync(join(sources, path)) ? readFileSync(join(sources, path), "utf8") : null;
    },
    writeFile: (_path, contents) => (binary = contents),
    listFiles: () => [],
  });
  if (error) throw new Error(`${error.message}\n${stderr}`);
  return binary;
}
