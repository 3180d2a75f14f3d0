import { spawnSync } from "node:child_process";
import { cpSync, rmSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";

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

const isAsset = (path) => statSync(path).isDirectory() || !/\.ts$|tsconfig.*\.json$/.test(path);
cpSync("kernel", "dist/kernel", { recursive: true, filter: isAsset });
