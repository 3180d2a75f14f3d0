import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Refusal } from "../refusal.ts";
import { findProgram } from "./programs.ts";
import { type Ended, run } from "./run.ts";

const require = createRequire(import.meta.url);

/** What a binding is made of and by. */
export interface Workshop {
  compiler: string;
  /** tfjs-node's sources. */
  sources: string;
  tfjsNode: string;
  /** The folder of node_api.h. */
  nodeHeaders: string;
}

/** @throws Refusal  when there is no compiler, or a source that it needs is missing */
export function findWorkshop(): Workshop {
  const { CXX } = process.env;
  const compiler = CXX ? findProgram(CXX) : findProgram("c++", "g++", "clang++");
  if (compiler === undefined) {
    const received = CXX ? `CXX=${CXX}, which is not on PATH` : "none of c++, g++, clang++ on PATH";
    throw new Refusal(`expected a C++ compiler, received ${received}; install one (apt install g++)`);
  }
  return { compiler, ...tfjsNode(), nodeHeaders: nodeHeaders() };
}

function tfjsNode(): { sources: string; tfjsNode: string } {
  try {
    const file = require.resolve("@tensorflow/tfjs-node/package.json");
    return { sources: join(dirname(file), "binding"), tfjsNode: require(file).version };
  } catch {
    throw new Refusal(
      `expected the package @tensorflow/tfjs-node, received none; install sepconv with its optional dependencies`,
    );
  }
}

/** Node's own archive, and the package that brings sepconv's Node, have the headers beside the program. */
function nodeHeaders(): string {
  const folder = join(dirname(dirname(process.execPath)), "include", "node");
  if (existsSync(join(folder, "node_api.h"))) return folder;
  try {
    return require("node-api-headers").include_dir;
  } catch {
    const remedy = "npm install node-api-headers";
    throw new Refusal(`expected node_api.h in ${folder}, or the package node-api-headers, received neither; ${remedy}`);
  }
}

/** Compiles tfjs-node's sources against the TensorFlow that was unpacked, and what keeps its loading quiet. */
export async function compile(workshop: Workshop, site: string, output: string, signal: AbortSignal): Promise<void> {
  const { compiler, sources, nodeHeaders } = workshop;
  const common = ["-O2", "-std=c++17", "-shared", "-fPIC", "-DNAPI_VERSION=8", `-I${nodeHeaders}`];
  const libraries = join(site, "tensorflow");
  const binding = [
    `-I${join(libraries, "include")}`,
    `-I${sources}`,
    fileURLToPath(new URL("binding.cc", import.meta.url)),
    join(sources, "tfjs_binding.cc"),
    `-L${libraries}`,
    ...["cc", "framework"].map((name) => `-l:libtensorflow_${name}.so.2`),
    "-Wl,-rpath,$ORIGIN/lib/tensorflow",
  ];
  const silence = fileURLToPath(new URL("silence.cc", import.meta.url));
  for (const [name, args] of [
    ["tfjs_binding.node", binding],
    ["silence.node", [silence]],
  ] as const) {
    const ended = await run(compiler, [...common, ...args, "-o", join(output, name)], { signal });
    if (ended.code !== 0) throw new Refusal(`expected ${name} to compile, received ${complaint(ended)}`);
  }
}

function complaint({ code, stderr }: Ended): string {
  const first = stderr.split("\n").find((line) => line.includes("error")) ?? `exit code ${code}`;
  return `"${first.trim()}"; use a newer compiler (g++ 9 or clang 10 at least) by CXX=PROGRAM`;
}

/** Takes the symbols out of a library that nobody links with, where there is a program for it. */
export async function strip(library: string, signal: AbortSignal): Promise<void> {
  const program = findProgram("strip");
  if (program !== undefined) await run(program, ["--strip-unneeded", library], { signal });
}
