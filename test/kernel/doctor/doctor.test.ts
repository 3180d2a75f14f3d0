import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Finding } from "../../../kernel/doctor/finding.ts";
import { platform } from "../../../kernel/doctor/versions.ts";
import { pythonWith } from "../server/python.ts";

const launcher = fileURLToPath(new URL("../../../bin/sepconv.js", import.meta.url));
const root = dirname(dirname(launcher));
let program: string;
let home: string;
let environment: Record<string, string>;
beforeEach(() => {
  program = launcher;
  home = mkdtempSync(join(tmpdir(), "sepconv-doctor-test-"));
  environment = { HOME: home, PATH: join(home, "bin"), JUPYTER_DATA_DIR: join(home, "data") };
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function sepconv(...args: string[]) {
  return spawnSync(process.execPath, [program, ...args], { cwd: home, env: environment, encoding: "utf8" });
}

/** What `sepconv doctor` finds, by what it looked at. */
function examine() {
  const { status, stdout, stderr } = sepconv("doctor", "--json");
  expect(stderr).toBe("");
  const { ok, findings } = JSON.parse(stdout) as { ok: boolean; findings: Finding[] };
  expect(status).toBe(ok ? 0 : 1);
  return { ok, by: Object.fromEntries(findings.map((finding) => [finding.about, finding])) };
}

/** Writes a kernelspec of an installation of sepconv's whose kernel has this source. */
function register(source: string | undefined): void {
  const main = join(home, "elsewhere", "kernel", "main.js");
  mkdirSync(dirname(main), { recursive: true });
  if (source !== undefined) writeFileSync(main, source);
  const folder = join(home, "data", "kernels", "sepconv");
  mkdirSync(folder, { recursive: true });
  const argv = [process.execPath, main, "kernel", "{connection_file}"];
  writeFileSync(join(folder, "kernel.json"), JSON.stringify({ argv, display_name: "old", language: "typescript" }));
}

test("tells versions, starts the registered kernel, checks types, and runs the library on a device", () => {
  sepconv("install");
  const { ok, by } = examine();
  const npm = (name: string) =>
    JSON.parse(
      execFileSync(process.execPath, ["-p", `JSON.stringify(require("${name}/package.json"))`], {
        cwd: root,
        encoding: "utf8",
      }),
    );
  expect(ok).toBe(true);
  expect(by["tfjs"]!.says).toBe(npm("@tensorflow/tfjs").version);
  expect(by["node"]!.says).toContain(process.execPath);
  expect(by["kernel sepconv"]).toMatchObject({
    state: "ok",
    says: expect.stringMatching(/^sepconv [\d.]+, protocol 5\.\d, answers after \d+ ms/u),
  });
  expect(by["type checks"]!.state).toBe("ok");
  expect(by["device wasm"]!.state).toBe("ok");
  expect(by["auto takes"]!.says).toMatch(/^(?:wasm|webgpu): /u);
  expect(by["tensorflow"]).toMatchObject({ state: "missing", remedy: "npx sepconv device install tensorflow" });
  expect(by["jupyter"]).toMatchObject({ state: "missing", remedy: expect.stringContaining("pip install jupyterlab") });
});

test("a kernel that is not where it was registered is broken, and the remedy mends it", () => {
  register(undefined);
  const { ok, by } = examine();
  expect(ok).toBe(false);
  const finding = by["kernel sepconv"]!;
  expect(finding).toMatchObject({
    state: "broken",
    says: expect.stringContaining("elsewhere/kernel/main.js, which is not there"),
  });
  const [npx, ...command] = finding.remedy!.split(" ");
  expect(npx).toBe("npx");
  expect(sepconv(...command.slice(1)).status).toBe(0);
  expect(examine().by["kernel sepconv"]!.state).toBe("ok");
});

test("a kernel that ends instead of answering is broken, with the last that it said", () => {
  register("console.error('first\\nno disk'); process.exit(3);");
  expect(examine().by["kernel sepconv"]).toMatchObject({
    state: "broken",
    says: expect.stringContaining('does not start: it ended with exit code 3, saying "no disk"'),
  });
});

test("what can be done without is missing, what cannot be written is broken, each with a remedy, plain and aligned", () => {
  writeFileSync(join(home, "data"), "a file in place of the folder");
  environment.SEPCONV_CHROMIUM = "/nowhere/chromium";
  const { status, stdout } = sepconv("doctor");
  expect(status).toBe(1);
  expect(stdout).not.toContain("\u001B");
  expect(stdout).toMatch(/^missing {2}chromium {11}.*\/nowhere\/chromium.*\n {28}mend it by: apt install chromium$/mu);
  expect(stdout).toMatch(/^broken {3}data folder {8}.*ENOTDIR.*\n {28}mend it by: export JUPYTER_DATA_DIR=/mu);
  for (const line of stdout.trimEnd().split("\n"))
    expect(line).toMatch(/^(?:ok {7}|missing {2}|broken {3}| {9})\S.{17} \S| {28}\S/u);
});

test("kernels that were not built break wasm, and the command that builds them mends it", () => {
  const copy = join(home, "copy");
  for (const name of ["bin", "kernel", "src"])
    cpSync(join(root, name), join(copy, name), { recursive: true, filter: (path) => !path.endsWith(".wasm") });
  for (const name of ["package.json", "node_modules"]) symlinkSync(join(root, name), join(copy, name));
  program = join(copy, "bin", "sepconv.js");
  const { ok, by } = examine();
  expect(ok).toBe(false);
  expect(by["device wasm"]).toEqual({
    about: "device wasm",
    state: "broken",
    says: expect.stringMatching(/^wasm: expected the kernels that npm ci builds, received no kernels.*\.wasm$/u),
    remedy: "npm run assemble, in the checkout",
  });
  expect(by["auto takes"]!.says).toMatch(/^(?:cpu|webgpu): /u);
});

test("says where it has not been tested", () => {
  expect(platform({ platform: "linux", arch: "arm64" }).says).toBe("linux arm64");
  expect(platform({ platform: "darwin", arch: "arm64" }).says).toBe("tested on linux; here: darwin arm64");
});

test("refuses what it does not know with exit code 2", () => {
  expect(sepconv("doctor", "--cure")).toMatchObject({
    status: 2,
    stdout: "",
    stderr: `sepconv doctor: Unknown option '--cure'; see "sepconv doctor --help"\n`,
  });
});

const python = pythonWith("jupyter_client");
test.skipIf(!python)("asks a real Jupyter for its kernelspecs (needs Python with jupyter_client)", () => {
  environment.PATH = [dirname(python!), process.env.PATH].join(delimiter);
  // that Python may have kernels of its own
  expect(examine().by["kernelspecs"]?.says ?? "").not.toMatch(/\bconv\b/u);
  sepconv("install", "--name", "conv");
  const { by } = examine();
  expect(by["jupyter"]!.says).toBe(join(dirname(python!), "jupyter"));
  expect(by["kernelspecs"]).toMatchObject({ state: "ok", says: expect.stringMatching(/\bconv\b/u) });
  expect(by["kernel conv"]!.state).toBe("ok");
});
