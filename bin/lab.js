import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const OLDEST_PYTHON = [3, 10];
const INCOMPLETE = "incomplete\n";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));
const python = process.platform === "win32" ? join(".venv", "Scripts", "python.exe") : join(".venv", "bin", "python");

try {
  prepareEnvironment();
  run("the kernel to register", process.execPath, ["bin/sepconv.js", "install", "--prefix", ".venv"]);
  try {
    offerTslab();
  } catch (error) {
    console.error(`npm run lab: goes on without tslab: ${error.message}`);
  }
  openLab(process.argv.slice(2));
} catch (error) {
  console.error(`npm run lab: ${error.message}`);
  process.exitCode = 1;
}

/**
 * Makes .venv hold what requirements.txt says. A file in it tells what it holds, or that its making was interrupted: then
 * it is made afresh. A .venv that somebody else made is filled and never deleted.
 */
function prepareEnvironment() {
  const state = join(".venv", ".sepconv-requirements.txt");
  const wanted = readFileSync("requirements.txt", "utf8");
  const present = existsSync(state) ? readFileSync(state, "utf8") : undefined;
  if (present === wanted && existsSync(python)) return;
  if (present === INCOMPLETE) rmSync(".venv", { recursive: true, force: true });
  const systemPython = findPython();
  console.log("Making .venv from requirements.txt; this is done once and takes a minute or so.");
  if (!existsSync(".venv")) {
    mkdirSync(".venv");
    writeFileSync(state, INCOMPLETE);
  }
  run("python -m venv to work (on Debian and Ubuntu: apt install python3-venv)", systemPython, ["-m", "venv", ".venv"]);
  const install = ["-m", "pip", "install", "--disable-pip-version-check", "--quiet", "-r", "requirements.txt"];
  run("pip to install requirements.txt (it needs the network)", python, install);
  // JupyterLab runs a CommonJS yarn.js in there, which the checkout's own package.json would make an ES module.
  writeFileSync(join(".venv", "package.json"), '{ "type": "commonjs" }\n');
  writeFileSync(state, wanted);
}

/**
 * Registers tslab, the older TypeScript kernel, beside ours. It knows packages only by their folder in node_modules and
 * their build: a link stands for the folder, which npm removes again at its next install.
 */
function offerTslab() {
  const tslab = join("node_modules", "tslab", "bin", "tslab");
  if (!existsSync(tslab)) throw new Error(`expected ${tslab}, received nothing there; npm ci installs it`);
  run("the library to build", process.execPath, ["bin/build.js"]);
  const link = join("node_modules", "sepconv");
  rmSync(link, { force: true });
  symlinkSync(resolve("."), link, "junction");
  const binary = resolve("node_modules", ".bin", process.platform === "win32" ? "tslab.cmd" : "tslab");
  const options = ["--python", python, "--binary", binary, "--prefix", ".venv"];
  run("tslab to register", process.execPath, [tslab, "install", ...options]);
}

function findPython() {
  const found = [];
  for (const name of ["python3", "python"]) {
    const { stdout, status } = spawnSync(name, ["-c", "import sys; print(*sys.version_info[:2])"], {
      encoding: "utf8",
    });
    if (status !== 0) continue;
    const [major, minor] = stdout.trim().split(" ").map(Number);
    if (major > OLDEST_PYTHON[0] || (major === OLDEST_PYTHON[0] && minor >= OLDEST_PYTHON[1])) return name;
    found.push(`${name} ${major}.${minor}`);
  }
  throw new Error(
    `expected Python ${OLDEST_PYTHON.join(".")} or newer on PATH for JupyterLab, received ${found.join(", ") || "none"}; ` +
      `install it from https://www.python.org/downloads/, or run the notebooks without it: npm start`,
  );
}

function run(expected, file, args) {
  const { status, error } = spawnSync(file, args, { stdio: "inherit" });
  if (status !== 0)
    throw new Error(`expected ${expected}, received ${error?.message ?? `exit code ${status}`} from ${file}`);
}

function openLab(args) {
  const asRoot = process.getuid?.() === 0 ? ["--allow-root"] : [];
  const options = ["--MultiKernelManager.default_kernel_name=sepconv", ...asRoot, ...args];
  const lab = spawn(python, ["-m", "jupyterlab", "notebooks", ...options], { stdio: "inherit" });
  // At a terminal Ctrl-C reaches JupyterLab without our help, and twice would skip its question.
  process.on("SIGINT", () => process.stdin.isTTY || lab.kill("SIGINT"));
  for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => lab.kill(signal));
  lab.on("exit", (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}
