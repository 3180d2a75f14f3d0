/** How maps and weights lie in workgroup memory: sums are float32 in any case. */
export type Precision = "float32" | "float16";

/** What of a GPU's limits a plan has to keep to, as in WebGPU's `GPUSupportedLimits`. */
export type Limits = Pick<
  GPUSupportedLimits,
  | "maxComputeInvocationsPerWorkgroup"
  | "maxComputeWorkgroupsPerDimension"
  | "maxComputeWorkgroupStorageSize"
  | "maxStorageBufferBindingSize"
>;

/** The limits of every WebGPU device, for which plans can be made without one. */
export const leastLimits: Limits = {
  maxComputeInvocationsPerWorkgroup: 256,
  maxComputeWorkgroupsPerDimension: 65_535,
  maxComputeWorkgroupStorageSize: 16_384,
  maxStorageBufferBindingSize: 134_217_728,
};

/** What plans are made for. */
export interface Setting {
  limits: Limits;
  precision: Precision;
}

/** What running a pass costs, in numbers that hold on any GPU. */
export interface Cost {
  /** Dispatched along x, y and z. */
  dispatch: [number, number, number];
  workgroups: number;
  /** Invocations of a workgroup. */
  workgroupSize: number;
  /** Bytes of workgroup memory that a workgroup takes. */
  workgroupMemory: number;
  /** Bytes that the workgroups ask for, each for its own tiles; the GPU's caches have the repeated ones. */
  bytesRead: number;
  bytesWritten: number;
  /** A multiplication and an addition are two. */
  flops: number;
}

/** One dispatch of a WGSL program, all but its buffers. A plan is a list of them: each may read what the one before wrote. */
export interface Pass extends Cost {
  /** Tells the program from others: names all that is baked into its code. */
  key: string;
  code(): string;
  /** Buffers that it reads, by name; "partial" is what the pass before wrote. */
  inputs: readonly string[];
  /** Integers that the code reads as u.name. */
  uniforms: Record<string, number>;
  shape: number[];
}

/** Spreads workgroups over x, y and z, of which none may exceed a limit; at most a row too many, which return at once. */
export function spread(workgroups: number, most: number): [number, number, number] {
  const z = Math.max(1, Math.ceil(workgroups / (most * most)));
  const y = Math.max(1, Math.ceil(workgroups / (most * z)));
  return [Math.ceil(workgroups / (y * z)), y, z];
}

/** Why a GPU cannot run a plan; undefined where it can. */
export function obstacle(plan: readonly Pass[], tensors: readonly number[][], limits: Limits): string | undefined {
  const largest = Math.max(...[...tensors, ...plan.map(({ shape }) => shape)].map(sizeOf)) * 4;
  const binding = limits.maxStorageBufferBindingSize;
  if (largest > binding) return `a tensor of ${mebi(largest)} MiB, where the GPU binds ${mebi(binding)}`;
  const memory = Math.max(...plan.map(({ workgroupMemory }) => workgroupMemory));
  const room = limits.maxComputeWorkgroupStorageSize;
  if (memory > room) return `a workgroup would take ${memory} bytes of memory, where the GPU has ${room}`;
  const most = limits.maxComputeWorkgroupsPerDimension;
  const furthest = Math.max(...plan.flatMap(({ dispatch }) => dispatch));
  if (furthest > most) return `${furthest} workgroups along an axis, where the GPU takes ${most}`;
  return undefined;
}

export const sizeOf = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);

const mebi = (bytes: number) => Math.ceil(bytes / 2 ** 20);
