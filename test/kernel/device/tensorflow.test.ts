import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { findProgram } from "../../../kernel/device/programs.ts";
import { checkSpace } from "../../../kernel/device/space.ts";
import { variants, wheelOf } from "../../../kernel/device/variants.ts";
import { isInstalled } from "../../device/tensorflow.ts";

const launcher = fileURLToPath(new URL("../../../bin/sepconv.js", import.meta.url));
let home: string;
let folder: string;
let environment: Record<string, string | undefined>;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "sepconv-device-test-"));
  folder = join(home, "data", "tensorflow");
  mkdirSync(join(home, "bin"));
  environment = { HOME: home, PATH: join(home, "bin"), SEPCONV_TENSORFLOW: folder, NODE_COMPILE_CACHE: "" };
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function device(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [launcher, "device", ...args], {
    cwd: home,
    env: environment,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

/** Puts a program on PATH that does what a shell script says. */
function program(name: string, script: string): void {
  const path = join(home, "bin", name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
}

/** A Python that says that it has pip, and downloads as the script says. */
const python = (script: string) => program("python3", `if [ "$1" = -c ]; then echo 3 12; exit 0; fi\n${script}`);

/** How a command ended, what it complained of, and what it left where it installs. */
function attempt(...args: string[]) {
  const { status, stderr } = device(...args);
  const complaint = /^sepconv device: (expected .+, received .+)/mu.exec(stderr)?.[1];
  return { status, complaint, left: existsSync(dirname(folder)) ? readdirSync(dirname(folder)) : [] };
}

const refusal = (complaint: RegExp) => ({ status: 2, complaint: expect.stringMatching(complaint), left: [] });

describe("sepconv device", () => {
  test("--help names what can be installed, what that needs and where it goes", () => {
    const { status, stdout } = device("--help");
    expect(status).toBe(0);
    for (const said of ["tensorflow  ", "tensorflow-cuda", "--uninstall", "C++ compiler", "SEPCONV_TENSORFLOW"])
      expect(stdout).toContain(said);
  });

  test.each([
    [[]],
    [["install"]],
    [["install", "torch"]],
    [["remove", "tensorflow"]],
    [["install", "tensorflow", "x"]],
  ])("refuses %j with what there is", (args) => {
    expect(attempt(...args)).toEqual(
      refusal(/expected "install tensorflow" or "install tensorflow-cuda", received ".*"; see /u),
    );
  });

  test("refuses an option that it does not know, and one that has no part in --uninstall", () => {
    expect(device("install", "tensorflow", "--gpu").stderr).toContain("Unknown option '--gpu'");
    expect(device("install", "tensorflow", "--uninstall", "--python", "x").stderr).toContain(
      "--python is for installing; run --uninstall without",
    );
  });

  test("--uninstall refuses where there is no installation", () => {
    expect(attempt("install", "tensorflow", "--uninstall")).toEqual(
      refusal(/expected tensorflow in .+, received no installation/u),
    );
  });

  test("--uninstall removes the installation of that name only", () => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "installation.json"), JSON.stringify({ variant: "tensorflow" }));
    const { status, stderr } = device("install", "tensorflow-cuda", "--uninstall");
    expect(status).toBe(2);
    expect(stderr).toContain(`expected tensorflow-cuda in ${folder}, received tensorflow`);
    expect(device("install", "tensorflow", "--uninstall")).toEqual({
      status: 0,
      stdout: `Removed TensorFlow from ${folder}\n`,
      stderr: "",
    });
    expect(readdirSync(dirname(folder))).toEqual([]);
  });
});

test("there are wheels for Linux on two processors, of CUDA for one", () => {
  const of = (name: string) => variants.find((variant) => variant.name === name)!;
  const machine = (platform: string, arch: string) => ({ platform, arch });
  expect(wheelOf(of("tensorflow"), machine("linux", "x64"))).toBe("tensorflow-cpu");
  expect(wheelOf(of("tensorflow"), machine("linux", "arm64"))).toBe("tensorflow");
  expect(wheelOf(of("tensorflow-cuda"), machine("linux", "x64"))).toBe("tensorflow");
  expect(() => wheelOf(of("tensorflow-cuda"), machine("linux", "arm64"))).toThrow(
    "expected Linux on x64 for tensorflow-cuda, received linux on arm64; use the devices webgpu and wasm",
  );
  expect(() => wheelOf(of("tensorflow"), machine("darwin", "arm64"))).toThrow("received darwin on arm64");
});

test("a full disk is refused before anything is done", () => {
  expect(() => checkSpace(home, 1)).not.toThrow();
  expect(() => checkSpace(home, 1e12)).toThrow(
    /expected 1\d+ MB of free space in .+, received \d+ MB; make room, or /u,
  );
});

describe.skipIf(process.platform !== "linux")("sepconv device install tensorflow refuses, and leaves nothing,", () => {
  const INSTALL = ["install", "tensorflow"];

  test("without a compiler", () => {
    expect(attempt(...INSTALL)).toEqual(
      refusal(/received none of c\+\+, g\+\+, clang\+\+ on PATH; install one \(apt install g\+\+\)/u),
    );
    environment.CXX = "g++-99";
    expect(attempt(...INSTALL)).toEqual(refusal(/received CXX=g\+\+-99, which is not on PATH/u));
  });

  test("without Python", () => {
    program("g++", "exit 1");
    expect(attempt(...INSTALL)).toEqual(
      refusal(/a Python with pip, received none on PATH; .+apt install python3-pip.+--python PATH/u),
    );
  });

  test("without pip, naming each Python that was tried", () => {
    program("g++", "exit 1");
    program("python3", `echo "ModuleNotFoundError: No module named 'pip'" >&2; exit 1`);
    expect(attempt(...INSTALL)).toEqual(
      refusal(/received .+python3 \(ModuleNotFoundError: No module named 'pip'\); /u),
    );
    expect(attempt(...INSTALL, "--python", "/nowhere/python")).toEqual(
      refusal(/received \/nowhere\/python \(spawn .+ENOENT\); /u),
    );
  });

  test("where the folder holds other files", () => {
    program("g++", "exit 1");
    python("exit 1");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "thesis.tex"), "");
    const { status, stderr } = device(...INSTALL);
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: `sepconv device: expected an installation of TensorFlow in ${folder}, received other files; empty it, or choose another by SEPCONV_TENSORFLOW=FOLDER\n`,
    });
    expect(readdirSync(folder)).toEqual(["thesis.tex"]);
  });

  test("where the folder cannot be made", () => {
    program("g++", "exit 1");
    python("exit 1");
    environment.SEPCONV_TENSORFLOW = "/proc/here/tensorflow";
    expect(attempt(...INSTALL)).toEqual(refusal(/expected a folder that can be written, received "\/proc\/here"/u));
  });

  test("when pip finds no wheel, with what pip says", () => {
    program("g++", "exit 1");
    python(`echo "ERROR: No matching distribution found for tensorflow-cpu" >&2; exit 1`);
    expect(attempt(...INSTALL)).toEqual(
      refusal(/expected pip to download tensorflow\S+, received "No matching distribution found for .+"; /u),
    );
  });

  test("where no wheel is for a Python so new, not even for another one, which would do", () => {
    program("g++", "exit 1");
    program("python3", `if [ "$1" = -c ]; then echo 3 99; exit 0; fi\necho "ERROR: $*" >&2; exit 1`);
    const asked = /pip download .+ --implementation cp --python-version 3\.13 .*--platform manylinux_2_27_/u;
    expect(attempt(...INSTALL)).toEqual(refusal(asked));
    python(`echo "ERROR: $*" >&2; exit 1`);
    expect(attempt(...INSTALL).complaint).not.toContain("--python-version");
  });

  test("when what pip downloaded is no wheel", () => {
    program("g++", "exit 1");
    python(`if [ "$1" = -m ]; then
      while [ "$1" != --dest ]; do shift; done; echo text > "$2/tensorflow.whl"
    else echo "zipfile.BadZipFile: File is not a zip file" >&2; exit 1; fi`);
    expect(attempt(...INSTALL)).toEqual(
      refusal(/expected the wheel to be unpacked, received "zipfile.BadZipFile.+"; /u),
    );
  });

  test("when the binding does not compile, with the compiler's first error", () => {
    program("g++", `echo "a.cc:1: error: no C++17" >&2; exit 1`);
    for (const name of ["mkdir", "dirname"]) symlinkSync(findProgram(name)!, join(home, "bin", name));
    python(`if [ "$1" = -m ]; then
      while [ "$1" != --dest ]; do shift; done; echo text > "$2/tensorflow.whl"
    else mkdir -p "$2/tensorflow/include"; fi`);
    expect(attempt(...INSTALL)).toEqual(
      refusal(/expected tfjs_binding.node to compile, received "a.cc:1: error: no C\+\+17"; /u),
    );
  });

  test("when TensorFlow does not start", () => {
    program("g++", `while [ "$1" != -o ]; do shift; done; echo text > "$2"`);
    for (const name of ["mkdir", "dirname"]) symlinkSync(findProgram(name)!, join(home, "bin", name));
    python(`if [ "$1" = -m ]; then
      while [ "$1" != --dest ]; do shift; done; echo text > "$2/tensorflow.whl"
    else mkdir -p "$2/tensorflow/include"; fi`);
    expect(attempt(...INSTALL)).toEqual(
      refusal(/expected TensorFlow to start and compute, received "tensorflow: expected a TensorFlow that/u),
    );
  });

  test("when it is interrupted in the midst of the download", async () => {
    program("g++", "exit 1");
    python(`echo downloading; exec ${process.execPath} -e "setTimeout(() => {}, 60000)"`);
    const child = spawn(process.execPath, [launcher, "device", ...INSTALL], { cwd: home, env: environment });
    let said = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => {
        said += text;
        if (text.includes("downloading")) child.kill("SIGINT");
      });
    const [code] = await once(child, "close");
    expect(code).toBe(130);
    expect(said).toContain("interrupted; nothing has changed");
    expect(readdirSync(dirname(folder))).toEqual([]);
  });
});

describe.skipIf(!isInstalled)("sepconv device install tensorflow", () => {
  test("says what it will take, installs what computes, replaces it when it is run again, and takes it away", () => {
    Object.assign(environment, process.env, { SEPCONV_TENSORFLOW: folder });
    for (const _ of ["at first", "again"]) {
      const { status, stdout } = device("install", "tensorflow");
      expect(stdout).toMatch(/^TensorFlow 2\.\S+ for the CPU goes to .+: 274 MB to download, \d+ MB on the disk/u);
      expect(stdout).toMatch(/^1\/4 download .+^2\/4 unpack .+^3\/4 compile .+^4\/4 start it\nInstalled in \d+ s: /msu);
      expect(status).toBe(0);
      expect(readdirSync(dirname(folder))).toEqual(["tensorflow"]);
      const contents = ["installation.json", "lib", "silence.node", "tfjs_binding.node"];
      expect(readdirSync(folder).toSorted()).toEqual(contents);
    }
    expect(device("install", "tensorflow", "--uninstall").status).toBe(0);
    expect(readdirSync(dirname(folder))).toEqual([]);
  }, 600_000);
});
