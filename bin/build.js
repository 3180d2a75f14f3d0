import { spawnSync } from "node:child_process";
import { copyFileSync, cpSync, globSync, rmSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import "./assemble.js";

const root = fileURLToPath(new URL("..", import.meta.url));
process.chdir(root);
rmSync("dist", { recursive: true, force: true });

for (const project of ["src", "kernel"]) {
  const { status } = spawnSync(
    process.execPath,
    ["node_modules/typescript/bin/tsc", "-p", `${project}/tsconfig.build.json`],
    {
      stdio: "inherit",
    },
  );
  if (status !== 0) process.exit(status ?? 1);
}

for (const file of globSync("*.wasm", { cwd: "src/device/wasm" })) {
  copyFileSync(`src/device/wasm/${file}`, `dist/device/wasm/${file}`);
}
const isAsset = (path) => statSync(path).isDirectory() || !/\.ts$|tsconfig.*\.json$/.test(path);
cpSync("kernel", "dist/kernel", { recursive: true, filter: isAsset });
