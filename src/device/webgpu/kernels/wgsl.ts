import type { Activation } from "../../../conv/activation.ts";
import type { Precision } from "./pass.ts";

/** The parts of a program that differ from one to the next. */
export interface Source {
  precision: Precision;
  inputs: readonly string[];
  uniforms: readonly string[];
  workgroupSize: number;
  declarations: string;
  /** What a workgroup does: `id` is its number, `thread` that of the invocation in it, `u` the uniforms. */
  body: string;
}

/** A whole WGSL program, which reads its inputs and writes `result`, bound as tfjs binds them: result, inputs, uniforms. */
export function wgsl({ precision, inputs, uniforms, workgroupSize, declarations, body }: Source): string {
  const half = precision === "float16";
  return `${half ? "enable f16;" : ""}
alias Stored = ${half ? "f16" : "f32"};
struct Uniforms { ${[...HEADER, ...uniforms].map((name) => `${name}: i32`).join(", ")} }
@group(0) @binding(0) var<storage, read_write> result: array<f32>;
${inputs.map((name, i) => `@group(0) @binding(${i + 1}) var<storage, read> ${name}: array<f32>;`).join("\n")}
@group(0) @binding(${inputs.length + 1}) var<uniform> u: Uniforms;
const FAR = -0x40000000;
fn below(value: i32, bound: i32) -> bool { return u32(value) < u32(bound); }
${declarations}
@compute @workgroup_size(${workgroupSize})
fn main(
  @builtin(workgroup_id) workgroup: vec3<u32>,
  @builtin(num_workgroups) extent: vec3<u32>,
  @builtin(local_invocation_index) invocation: u32,
) {
  let id = i32(workgroup.x + extent.x * (workgroup.y + extent.y * workgroup.z));
  if (id >= u.workgroups) { return; }
  let thread = i32(invocation);
${body}
}`;
}

/** What stands before a program's own uniforms: a stride that tfjs puts there, and how many workgroups have work. */
export const HEADER = ["tfjs", "workgroups"] as const;

/** Bytes of a value as it is stored in workgroup memory. */
export const storedBytes = (precision: Precision) => (precision === "float16" ? 2 : 4);

/** The texts of 0 … count − 1. */
export const each = (count: number, text: (i: number) => string, separator = "\n") =>
  Array.from({ length: count }, (_, i) => text(i)).join(separator);

/** Takes numbers off `rest` one after another, the one that varies fastest first; names what is left last. */
export const digits = (names: readonly (readonly [name: string, count: string])[], last: string) =>
  `var rest = id;
${names.map(([name, count]) => `let ${name} = rest % ${count}; rest /= ${count};`).join("\n")}
let ${last} = rest;`;

/** What happens to a value before it is written, as in `Finish`; which bias is left to the code. */
export interface Finishing {
  bias: boolean;
  activation: Activation | undefined;
}

export const noFinish: Finishing = { bias: false, activation: undefined };

export const finishKey = ({ bias, activation }: Finishing) =>
  [...(bias ? ["bias"] : []), ...(activation ? [activation] : [])].join("+") || "plain";

/** A function `name` of a value. NaN passes, as it does in PyTorch. */
export function activationCode(name: string, activation: Activation | undefined): string {
  const positive = "select(value, 0.0, value < 0.0)";
  const bounded = activation === "relu6" ? `select(${positive}, 6.0, value > 6.0)` : positive;
  return `fn ${name}(value: f32) -> f32 { return ${activation === undefined ? "value" : bounded}; }`;
}
