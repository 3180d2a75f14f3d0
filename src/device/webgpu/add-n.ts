import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import type { KernelFunc, TensorInfo } from "@tensorflow/tfjs";
import { tf } from "../../tf.ts";

/**
 * Mends AddN, whose stock kernel binds a buffer for each input, however many the GPU lets a shader bind: beyond that it computes
 * nothing. Here it sums as many as fit beside the result, and goes on from their sum.
 */
export function mendAddN(): void {
  const stock = tf.getKernel("AddN", "webgpu").kernelFunc;
  const add = (tensors: TensorInfo[], backend: WebGPUBackend) =>
    stock({ inputs: tensors as never, backend, attrs: {} }) as TensorInfo;
  const kernelFunc: KernelFunc = ({ inputs, backend }) => {
    const gpu = backend as WebGPUBackend;
    const most = gpu.device.limits.maxStorageBuffersPerShaderStage - 1;
    let [left, sums] = [inputs as unknown as TensorInfo[], [] as TensorInfo[]];
    while (left.length > most) {
      const sum = add(left.slice(0, most), gpu);
      sums.push(sum);
      left = [sum, ...left.slice(most)];
    }
    const total = add(left, gpu);
    for (const { dataId } of sums) gpu.disposeData(dataId);
    return total;
  };
  tf.unregisterKernel("AddN", "webgpu");
  tf.registerKernel({ kernelName: "AddN", backendName: "webgpu", kernelFunc });
}
