import type { TensorInfo } from "@tensorflow/tfjs";
import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import { sizeOf, type Pass } from "./pass.ts";

type Program = Parameters<WebGPUBackend["runWebGPUProgram"]>[0];

/**
 * Runs a plan's passes one after another.
 *
 * @param tensors  the buffers that the passes read, by name
 * @returns        what the last pass wrote; what lay between is given back
 */
export function launch(backend: WebGPUBackend, plan: readonly Pass[], tensors: Record<string, TensorInfo>): TensorInfo {
  let result: TensorInfo | undefined;
  for (const pass of plan) {
    const partial = result;
    const named = partial ? { ...tensors, partial } : tensors;
    result = dispatch(
      backend,
      pass,
      pass.inputs.map((name) => named[name]!),
    );
    if (partial) backend.disposeData(partial.dataId);
  }
  return result!;
}

/*
 * tfjs records the dispatch, so that its batches of commands and its buffers stay in its hands; only the program is our own, since
 * what tfjs writes before a program's code leaves no place for `enable f16;`.
 */
function dispatch(backend: WebGPUBackend, pass: Pass, inputs: TensorInfo[]): TensorInfo {
  const { pipelineCache } = backend as unknown as { pipelineCache: Record<string, GPUComputePipeline> };
  pipelineCache[pass.key] ??= backend.device.createComputePipeline({
    label: pass.key,
    layout: "auto",
    compute: { module: backend.device.createShaderModule({ label: pass.key, code: pass.code() }) },
  });
  const program: Program = {
    shaderKey: pass.key,
    // Of programs on pixels tfjs takes the key as it is, and puts nothing before the uniforms but the strides of the output.
    pixelsOpType: FROM_PIXELS,
    variableNames: [...pass.inputs],
    outputShape: pass.shape,
    workgroupSize: [pass.workgroupSize, 1, 1],
    dispatch: pass.dispatch,
    dispatchLayout: { x: [0], y: [0], z: [0] },
    getUserCode: pass.code,
  };
  const uniforms = [pass.workgroups, ...Object.values(pass.uniforms)].map((value) => ({
    type: "int32",
    data: [value],
  }));
  const output = backend.makeTensorInfo(pass.shape, "float32");
  backend.runWebGPUProgram(program, inputs, "float32", uniforms, { ...output, shape: [sizeOf(pass.shape)] });
  return output;
}

const FROM_PIXELS = 0;
