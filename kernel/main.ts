import { readFileSync } from "node:fs";
import { findPackageJSON } from "node:module";

const commands = {
  run: () => import("./runner/command.ts"),
  kernel: () => import("./server/command.ts"),
  install: () => import("./spec/command.ts"),
};

const USAGE = `sepconv: TypeScript notebooks for convolution

  sepconv run PATH...      run notebooks or a .ts script headless
  sepconv install          register the kernel with Jupyter
  sepconv kernel FILE      serve the kernel on a Jupyter connection file
  sepconv --version        print the version

"sepconv COMMAND --help" says more about a command.`;

const [name = "--help", ...args] = process.argv.slice(2);
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
