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
  [Name in `${Entry}Scratch`]: (job: number) => number;
} & Record<"packedRows" | "panelsOf", (filters: number) => number>;

/**
 * Compiles the best build for this engine.
 *
 * WebAssembly's vectors have 128 bits. V8 can join neighbouring ones into 256 on x64, by a flag that is off by default: it is on
 * only while the build that is arranged for it is compiled, by the optimizing compiler alone and at once, since V8 would
 * otherwise compile later.
 */
export function compile({ vectors, shared, fused = canFuse }: Build): WebAssembly.Module {
  const name = !fused ? "kernels" : vectors === 256 ? "kernels-wide" : "kernels-fused";
  const key = `${name} ${shared}`;
  const module = compiled.get(key) ?? build(name, shared);
  compiled.set(key, module);
  return module;
}

const compiled = new Map<string, WebAssembly.Module>();

interface Build {
  vectors: 128 | 256;
  /** Whether the memory is. */
  shared: boolean;
  /** Whether products are added without being rounded before. */
  fused?: boolean;
}

function build(name: string, shared: boolean): WebAssembly.Module {
  const binary = read(`${name}.wasm`);
  const compileNow = () => new WebAssembly.Module(withMemory(binary, { shared }));
  return name === "kernels-wide" ? withFlags(compileNow) : compileNow();
}

function withFlags<T>(run: () => T): T {
  for (const flag of OFF) setFlagsFromString(`--no-${flag}`);
  setFlagsFromString(`--${REVECTORIZE}`);
  try {
    return run();
  } finally {
    for (const flag of OFF) setFlagsFromString(`--${flag}`);
    setFlagsFromString(`--no-${REVECTORIZE}`);
  }
}

const OFF = ["liftoff", "wasm-lazy-compilation", "wasm-inlining"];
const REVECTORIZE = "experimental-wasm-revectorize";

function read(name: string): Buffer {
  try {
    return readFileSync(new URL(name, import.meta.url));
  } catch {
    return refuse("wasm", "the kernels that npm ci builds", `no ${name}`, "npm run assemble, in the checkout");
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

const canFuse = WebAssembly.validate(RELAXED);
