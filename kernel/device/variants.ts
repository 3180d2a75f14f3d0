import { Refusal } from "../refusal.ts";

/** The TensorFlow that is installed: the newest for which this was tried, for tfjs-node's sources as npm has them. */
export const VERSION = "2.21.0";

/** What `sepconv device install` takes: which wheel holds the libraries, and what that costs. */
export interface Variant {
  name: string;
  describes: string;
  /** The package on PyPI, by the processor that Node names. */
  wheels: Partial<Record<string, string>>;
  /** The extra of the wheel whose packages hold further libraries. */
  extra?: string;
  megabytes: { download: number; installed: number; building: number };
  time: string;
}

export const variants: readonly Variant[] = [
  {
    name: "tensorflow",
    describes: "for the CPU",
    // the wheel "tensorflow" for x64 looks for CUDA
    wheels: { x64: "tensorflow-cpu", arm64: "tensorflow" },
    megabytes: { download: 274, installed: 650, building: 1400 },
    time: "half a minute and what the download takes",
  },
  {
    name: "tensorflow-cuda",
    describes: "for NVIDIA GPUs, with CUDA and cuDNN",
    wheels: { x64: "tensorflow" },
    extra: "and-cuda",
    megabytes: { download: 3400, installed: 6000, building: 10_000 },
    time: "a minute or two and what the download takes",
  },
];

/**
 * The package on PyPI for a machine.
 *
 * @throws Refusal  when there is none
 */
export function wheelOf({ name, wheels }: Variant, machine: { platform: string; arch: string } = process): string {
  const { platform, arch } = machine;
  const wheel = platform === "linux" ? wheels[arch] : undefined;
  if (wheel !== undefined) return wheel;
  const expected = `Linux on ${Object.keys(wheels).join(" or ")} for ${name}`;
  throw new Refusal(`expected ${expected}, received ${platform} on ${arch}; use the devices webgpu and wasm`);
}
