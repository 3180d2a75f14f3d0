import { readFileSync } from "node:fs";
import { enableCompileCache, findPackageJSON, flushCompileCache } from "node:module";

// modules then load in half the time; processes that are killed write no cache at their end
enableCompileCache();
setTimeout(flushCompileCache, 1000).unref();

const commands = {
  run: () => import("./runner/command.ts"),
  count: () => import("./count/command.ts"),
  repl: () => import("./repl/command.ts"),
  install: () => import("./spec/command.ts"),
  device: () => import("./device/command.ts"),
  doctor: () => import("./doctor/command.ts"),
  kernel: () => import("./server/command.ts"),
};

const USAGE = `sepconv: TypeScript notebooks for convolution

  sepconv run PATH...      run notebooks or a .ts script headless
  sepconv count MODEL      say what each layer of a model costs
  sepconv -                run the script on stdin
  sepconv repl             type cells at the terminal
  sepconv install          register the kernel with Jupyter, or --uninstall it
  sepconv device           install TensorFlow as a device, or --uninstall it
  sepconv doctor           say what is here, what is missing and what mends it
  sepconv kernel FILE      serve the kernel on a Jupyter connection file
  sepconv --version        print the version

"sepconv COMMAND --help" says more about a command.`;

const given = process.argv.slice(2);
const [name = "--help", ...args] = given[0] === "-" ? ["run", ...given] : given;
if (["--help", "-h", "help"].includes(name)) {
  console.log(USAGE);
} else if (name === "--version") {
  console.log(JSON.parse(readFileSync(findPackageJSON(import.meta.url)!, "utf8")).version);
} else if (Object.hasOwn(commands, name)) {
  const { command } = await commands[name as keyof typeof commands]();
  process.exitCode = await command(args);
} else {
  console.error(
    `sepconv: expected one of ${Object.keys(commands).join(", ")}, received "${name}"; see "sepconv --help"`,
  );
  process.exitCode = 2;
}
