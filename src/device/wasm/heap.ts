import type { Tensor4D, TensorInfo } from "@tensorflow/tfjs";
import { tf } from "../../tf.ts";

/** What this library uses of tfjs's wasm backend. */
export interface WasmBackend {
  wasm: { asm: { memory: WebAssembly.Memory; malloc: Allocate; free(address: number): void }; _malloc: Allocate };
  disposeData(dataId: object, force?: boolean): boolean;
  dataIdMap: { get(dataId: object): { memoryOffset: number } };
  makeOutput(shape: readonly number[], dtype: "float32"): TensorInfo;
}

type Allocate = (bytes: number) => number;

/** The heap that tfjs's tensors lie in, as its own kernels see it. */
export const heap = {
  get backend(): WasmBackend {
    return tf.findBackend("wasm") as unknown as WasmBackend;
  },
  get memory(): WebAssembly.Memory {
    return this.backend.wasm.asm.memory;
  },
  /** Whether threads can share it: not where tfjs started it before this library was there. */
  get shared(): boolean {
    return this.memory.buffer instanceof SharedArrayBuffer;
  },
  allocate: (bytes: number): number => heap.backend.wasm["_malloc"](bytes) >>> 0,
  /** Gives memory back; that of a backend which was removed is gone with it. */
  free: (address: number): void => (heap.backend as WasmBackend | null)?.wasm.asm.free(address),
  /** The address of a tensor's numbers. */
  addressOf: ({ dataId }: { dataId: object }): number => heap.backend.dataIdMap.get(dataId).memoryOffset,
  /** Sets a tensor's numbers to zero. */
  clear(tensor: Tensor4D): void {
    new Float32Array(heap.memory.buffer, heap.addressOf(tensor), tensor.size).fill(0);
  },
  /** A new tensor whose numbers are whatever lies there. */
  makeTensor(shape: Tensor4D["shape"]): Tensor4D {
    return tf.engine().makeTensorFromTensorInfo(heap.backend.makeOutput(shape, "float32")) as Tensor4D;
  },
};
