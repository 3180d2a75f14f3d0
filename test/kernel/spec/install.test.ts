import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import { afterEach, beforeEach, expect, test } from "vitest";
import { install as installHere } from "../../../kernel/spec/install.ts";
import { pythonWith } from "../server/python.ts";

const launcher = fileURLToPath(new URL("../../../bin/sepconv.js", import.meta.url));
let prefix: string;
beforeEach(async () => {
  prefix = await mkdtemp(join(tmpdir(), "sepconv-spec-"));
});
afterEach(() => rm(prefix, { recursive: true }));

function install(args: string[], environment: Record<string, string> = {}) {
  return spawnSync(process.execPath, [launcher, "install", ...args], {
    encoding: "utf8",
    env: { PATH: process.env.PATH, HOME: prefix, ...environment },
  });
}

const specOf = async (folder: string) => JSON.parse(await readFile(join(folder, "kernel.json"), "utf8"));

test("installs below a prefix and says where", async () => {
  const folder = join(prefix, "share", "jupyter", "kernels", "sepconv");
  expect(install(["--prefix", prefix])).toMatchObject({
    status: 0,
    stdout: `Installed kernelspec sepconv in ${folder}\n`,
  });
  expect(await specOf(folder)).toMatchObject({
    display_name: "TypeScript (sepconv)",
    language: "typescript",
    interrupt_mode: "message",
  });
});

test("names a program and a script by absolute paths, and they start from any folder without a PATH", async () => {
  install(["--prefix", prefix]);
  const { argv } = await specOf(join(prefix, "share/jupyter/kernels/sepconv"));
  const paths = argv.filter((argument: string) => argument.includes("/"));
  expect(paths).toHaveLength(2);
  expect(paths.every((path: string) => isAbsolute(path) && existsSync(path))).toBe(true);

  const started = argv.map((argument: string) => argument.replace("{connection_file}", "absent.json"));
  const { status, stderr } = spawnSync(started[0], started.slice(1), {
    cwd: prefix,
    env: { PATH: "" },
    encoding: "utf8",
  });
  expect(stderr).toContain("absent.json: expected a readable file, received ENOENT");
  expect(status).toBe(2);
});

test("brings logos in the sizes of their names", async () => {
  install(["--prefix", prefix]);
  const folder = join(prefix, "share/jupyter/kernels/sepconv");
  for (const size of [32, 64]) {
    expect(await sharp(join(folder, `logo-${size}x${size}.png`)).metadata()).toMatchObject({
      format: "png",
      width: size,
      height: size,
    });
  }
  expect(await sharp(join(folder, "logo-svg.svg")).metadata()).toMatchObject({ format: "svg" });
});

test("replaces an older one as a whole and leaves nothing beside it", async () => {
  const kernels = join(prefix, "share/jupyter/kernels");
  await mkdir(join(kernels, "sepconv"), { recursive: true });
  await writeFile(join(kernels, "sepconv", "kernel.js"), "left by an older version");
  expect(install(["--prefix", prefix]).status).toBe(0);
  expect(install(["--prefix", prefix]).status).toBe(0);
  expect(await readdir(kernels)).toEqual(["sepconv"]);
  expect(await readdir(join(kernels, "sepconv"))).toEqual([
    "kernel.json",
    "logo-32x32.png",
    "logo-64x64.png",
    "logo-svg.svg",
  ]);
});

test("takes another name and display name", async () => {
  install(["--prefix", prefix, "--name", "conv-2", "--display-name", "Convolution"]);
  expect((await specOf(join(prefix, "share/jupyter/kernels/conv-2"))).display_name).toBe("Convolution");
});

test.runIf(process.platform === "linux").each([
  ["JUPYTER_DATA_DIR", (folder: string) => ({ JUPYTER_DATA_DIR: join(folder, "data") }), "data/kernels/sepconv"],
  ["XDG_DATA_HOME", (folder: string) => ({ XDG_DATA_HOME: join(folder, "xdg") }), "xdg/jupyter/kernels/sepconv"],
  ["the home folder", () => ({}), ".local/share/jupyter/kernels/sepconv"],
])("installs for the user where Jupyter looks, by %s", async (_name, environment, folder) => {
  expect(install(["--user"], environment(prefix)).status).toBe(0);
  expect((await specOf(join(prefix, folder))).language).toBe("typescript");
});

test("asks the python3 on PATH for its prefix", async () => {
  const bin = join(prefix, "bin");
  await mkdir(bin);
  await writeFile(join(bin, "python3"), `#!/bin/sh\necho '${prefix}/environment'\n`, { mode: 0o755 });
  expect(install(["--sys-prefix"], { PATH: `${bin}:${process.env.PATH}` }).status).toBe(0);
  expect(existsSync(join(prefix, "environment/share/jupyter/kernels/sepconv/kernel.json"))).toBe(true);
});

test.each([
  [["--sys-prefix"], "activate its environment, or use --prefix DIR", { PATH: "/nowhere" }],
  [["--user", "--sys-prefix"], "expected one of --user, --prefix and --sys-prefix, received 2", {}],
  [
    ["--user", "--name", ".."],
    'expected --name to begin with a letter or digit, then letters, digits, ".", "_" and "-", received ".."',
    {},
  ],
  [["--globally"], "--globally", {}],
  [["--prefix", ""], "expected --prefix to be a folder, received an empty string", {}],
  [["somewhere"], "somewhere", {}],
])("refuses %j with the remedy", (args, message, environment) => {
  const { status, stderr } = install(args, environment);
  expect(stderr).toContain(message);
  expect(stderr.trim().split("\n")).toHaveLength(1);
  expect(status).toBe(2);
});

const foreign = JSON.stringify({ argv: ["python3", "-m", "ipykernel_launcher", "-f", "{connection_file}"] });

test("neither replaces nor removes the kernelspec of another kernel", async () => {
  const folder = join(prefix, "share/jupyter/kernels/python3");
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "kernel.json"), foreign);
  for (const more of [[], ["--uninstall"]]) {
    const { status, stderr } = install(["--prefix", prefix, "--name", "python3", ...more]);
    expect({ status, stderr }).toMatchObject({ status: 2, stderr: expect.stringContaining("another kernel") });
    expect(await readFile(join(folder, "kernel.json"), "utf8")).toBe(foreign);
  }
});

test("--uninstall removes what was installed under that name, and nothing else", async () => {
  const kernels = join(prefix, "share/jupyter/kernels");
  install(["--prefix", prefix]);
  install(["--prefix", prefix, "--name", "other"]);
  expect(install(["--prefix", prefix, "--uninstall"])).toMatchObject({
    status: 0,
    stdout: `Removed kernelspec sepconv from ${join(kernels, "sepconv")}\n`,
  });
  expect(await readdir(kernels)).toEqual(["other"]);
  const { status, stderr } = install(["--prefix", prefix, "--uninstall"]);
  expect(stderr).toContain(`expected a kernelspec in ${join(kernels, "sepconv")}, received nothing there`);
  expect(status).toBe(2);
});

test("a prefix that is a file, or where the system lets nothing be made, is refused in words", async () => {
  const file = join(prefix, "file");
  await writeFile(file, "");
  for (const place of [file, ...(process.platform === "linux" ? ["/proc/1/none"] : [])]) {
    const { status, stderr } = install(["--prefix", place]);
    expect(stderr).toContain(
      `expected a folder that can be written, received "${join(place, "share/jupyter/kernels")}"`,
    );
    expect(status).toBe(2);
  }
});

test("paths with spaces and letters of any script serve", async () => {
  const place = join(prefix, "mit Leerzeichen 深度");
  expect(install(["--prefix", place, "--display-name", "Faltung 卷积"]).status).toBe(0);
  expect((await specOf(join(place, "share/jupyter/kernels/sepconv"))).display_name).toBe("Faltung 卷积");
});

test("installers at the same time leave one whole kernelspec", async () => {
  const kernels = join(prefix, "kernels");
  await Promise.all(
    Array.from({ length: 8 }, (_, index) => installHere(kernels, "sepconv", { displayName: `${index}` })),
  );
  expect(await readdir(kernels)).toEqual(["sepconv"]);
  expect((await specOf(join(kernels, "sepconv"))).display_name).toMatch(/^[0-7]$/);
});

test("--typecheck becomes the kernel's environment", async () => {
  const folder = join(prefix, "share/jupyter/kernels/sepconv");
  install(["--prefix", prefix]);
  expect(await specOf(folder)).not.toHaveProperty("env");
  install(["--prefix", prefix, "--typecheck", "warn"]);
  expect((await specOf(folder)).env).toEqual({ SEPCONV_TYPECHECK: "warn" });
  expect(install(["--typecheck", "maybe"])).toMatchObject({
    status: 2,
    stderr: 'sepconv install: expected --typecheck to be on, warn, off, received "maybe"\n',
  });
});

const jupyter = pythonWith("jupyter_client");
test.skipIf(!jupyter)("is found by Jupyter itself (needs Python with jupyter_client)", () => {
  install(["--prefix", prefix]);
  const ask =
    "from jupyter_client.kernelspec import get_kernel_spec as get; print(get('sepconv').display_name, get('sepconv').interrupt_mode)";
  const found = execFileSync(jupyter!, ["-c", ask], {
    encoding: "utf8",
    env: { ...process.env, JUPYTER_PATH: join(prefix, "share", "jupyter") },
  });
  expect(found.trim()).toBe("TypeScript (sepconv) message");
});
