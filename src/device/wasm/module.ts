import { readFileSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { refuse } from "../../errors.ts";
import { withMemory } from "./memory.ts";
import type { Entry } from "./round.ts";

/** Works on the tasks of a job from one to another, with scratch memory. A task is what no other task waits for. */
type Task = (job: number, from: number, until: number, scratch: number) => void;

/** What the kernels export. */
export type Exports = Record<Entry, Task> & {
  /** Numbers of scratch memory that a kernel needs for a job. */
  [Name in `${Exclude<Entry, "packWeights">}Scratch`]: (job: number) => number;
} & Record<"packedRows" | "panelsOf", (filters: number) => number>;

/**
 * Compiles the best build for this engine: by V8's optimizing compiler at once, since a convolution is one long call.
 *
 * WebAssembly's vectors have 128 bits. V8 can join neighbouring ones into 256 on x64, by a flag that is off by default; it is on
 * only while this module, which is arranged for it, is compiled. Both widths add in the same order, so they give the same numbers.
 */
export function compile({ vectors, shared }: { vectors: 128 | 256; shared: boolean }): WebAssembly.Module {
  const key = `${vectors} ${shared}`;
  const module = compiled.get(key) ?? build(vectors, shared);
  compiled.set(key, module);
  return module;
}

const compiled = new Map<string, WebAssembly.Module>();

function build(vectors: 128 | 256, shared: boolean): WebAssembly.Module {
  const name = !WebAssembly.validate(RELAXED) ? "kernels" : vectors === 256 ? "kernels-wide" : "kernels-fused";
  const binary = read(`${name}.wasm`);
  const flags = ["liftoff", "wasm-lazy-compilation", "wasm-inlining"].map((flag) => [`--no-${flag}`, `--${flag}`]);
  if (name === "kernels-wide") flags.push(["--experimental-wasm-revectorize", "--no-experimental-wasm-revectorize"]);
  for (const [on] of flags) setFlagsFromString(on!);
  try {
    return new WebAssembly.Module(withMemory(binary, { shared }));
  } finally {
    for (const [, off] of flags) setFlagsFromString(off!);
  }
}

function read(name: string): Buffer {
  try {
    return readFileSync(new URL(name, import.meta.url));
  } catch {
    return refuse("wasm", "the kernels that npm ci builds", `no ${name}`, "run npm run assemble in the checkout");
  }
}

/** The widest vectors that can be had: the flag is an experiment of V8's, so it is trusted in the engine that it was tried with. */
export const widest = (): 128 | 256 => (process.arch === "x64" && process.versions.v8 === TRIED ? 256 : 128);

/** The V8 of the Node that comes along. */
const TRIED = "14.6.202.34-node.34";

export const instantiate = (module: WebAssembly.Module, memory: WebAssembly.Memory): Exports =>
  new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Exports;

/** (module (func (param v128) (result v128) (f32x4.relaxed_madd (local.get 0) (local.get 0) (local.get 0)))) */
const RELAXED = Buffer.from("0061736d0100000001060160017b017b030201000a0d010b00200020002000fd85020b", "hex");
