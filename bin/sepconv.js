#!/usr/bin/env node
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import { fileURLToPath } from "node:url";
import { findNode } from "./node.js";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const source = here("../kernel/main.ts");
const entry = existsSync(source) ? ["--conditions=source", source] : [here("../dist/kernel/main.js")];

let node;
try {
  node = findNode();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
const child = spawn(node, [...entry, ...process.argv.slice(2)], { stdio: "inherit" });
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
