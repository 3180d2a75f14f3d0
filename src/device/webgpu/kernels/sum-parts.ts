import { activationCode, finishKey, wgsl, type Finishing } from "./wgsl.ts";
import { sizeOf, spread, type Pass, type Setting } from "./pass.ts";

/** Of which channel the bias is that a value of the result gets. */
export interface Channels {
  channels: number;
  /** How far apart in memory two channels of a pixel lie. */
  stride: number;
}

/** The second pass of a sum that was split: adds the parts in their order, so that the result is the same each time, and finishes. */
export function sumParts(
  shape: number[],
  parts: number,
  finishing: Finishing,
  { channels, stride }: Channels,
  { limits }: Setting,
): Pass {
  const size = sizeOf(shape);
  const workgroups = Math.ceil(size / THREADS);
  const inputs = ["partial", ...(finishing.bias ? ["bias"] : [])];
  const uniforms = { size, parts, channels, stride };
  const pass: Omit<Pass, "code"> = {
    key: `sum of parts ${finishKey(finishing)}`,
    inputs,
    uniforms,
    shape,
    workgroups,
    dispatch: spread(workgroups, limits.maxComputeWorkgroupsPerDimension),
    workgroupSize: THREADS,
    workgroupMemory: 0,
    bytesRead: (parts + (finishing.bias ? 1 : 0)) * size * 4,
    bytesWritten: size * 4,
    flops: parts * size,
  };
  return {
    ...pass,
    code: () =>
      wgsl({
        precision: "float32",
        inputs,
        uniforms: Object.keys(uniforms),
        workgroupSize: THREADS,
        declarations: activationCode("activated", finishing.activation),
        body: `
let at = id * ${THREADS} + thread;
if (at >= u.size) { return; }
var sum = 0.0;
for (var part = 0; part < u.parts; part++) { sum += partial[part * u.size + at]; }
result[at] = activated(sum${finishing.bias ? " + bias[at / u.stride % u.channels]" : ""});`,
      }),
  };
}

const THREADS = 256;
