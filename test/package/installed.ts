import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const checkout = join(import.meta.dirname, "../..");

/** The environment without the checkout's own binaries on PATH, as a user of the package has it. */
export const userEnvironment = { ...process.env, PATH: userPath() };

/** A folder of its own into which the package is installed from its tarball, as `npm install sepconv` does. */
export class InstalledPackage {
  readonly folder = mkdtempSync(join(tmpdir(), "sepconv-package-"));

  /** @param beside  what npm installs with it, such as "left-pad@1.3.0" */
  install(...beside: string[]): void {
    const { folder } = this;
    execFileSync("npm", ["pack", "--pack-destination", folder], { cwd: checkout, stdio: "pipe" });
    const tarball = readdirSync(folder).find((name) => name.endsWith(".tgz"));
    writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }));
    const options = ["--ignore-scripts", "--no-fund", "--no-audit"];
    const { status, stderr } = this.run("npm", "install", ...options, `./${tarball}`, ...beside);
    if (status !== 0) throw new Error(`npm install of the tarball failed: ${stderr}`);
  }

  run(command: string, ...args: string[]) {
    return spawnSync(command, args, { cwd: this.folder, encoding: "utf8", env: userEnvironment });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function userPath(): string {
  return (process.env.PATH ?? "")
    .split(":")
    .filter((entry) => !entry.startsWith(checkout) && !entry.includes("node_modules"))
    .join(":");
}
