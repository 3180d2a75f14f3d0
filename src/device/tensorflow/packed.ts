import type { NodeJSKernelBackend } from "@tensorflow/tfjs-node/dist/nodejs_kernel_backend.js";
import type { Tensor4D, TensorInfo } from "@tensorflow/tfjs";
import { tf } from "../../tf.ts";

type DataId = Tensor4D["dataId"];

/** The packed weights of each weight, by its sizes and their order: a reshaped tensor has the same data. */
const kept = new WeakMap<DataId, Map<string, TensorInfo>>();

/**
 * Weights with their axes in another order: made once, since it can take as long as the convolution, and kept as long as the
 * weights are. tf.memory() does not count them.
 */
export function packed(weight: Tensor4D, order: readonly number[]): TensorInfo {
  let forms = kept.get(weight.dataId);
  if (forms === undefined) kept.set(weight.dataId, (forms = new Map()));
  const key = `${weight.shape.join()} by ${order.join()}`;
  let filter = forms.get(key);
  if (filter === undefined) forms.set(key, (filter = pack(weight, order)));
  return filter;
}

function pack(weight: Tensor4D, order: readonly number[]): TensorInfo {
  const backend = tf.backend() as NodeJSKernelBackend;
  const { binding } = backend;
  const shape = order.map((axis) => weight.shape[axis]!);
  const axes = binding.createTensor([4], binding.TF_INT32, Int32Array.from(order));
  const types = { T: binding.TF_FLOAT, Tperm: binding.TF_INT32 };
  const attributes = Object.entries(types).map(([name, value]) => ({ name, type: binding.TF_ATTR_TYPE, value }));
  const inputs = [...backend["getInputTensorIds"]([weight]), axes];
  const [result] = binding.executeOp("Transpose", attributes, inputs, 1);
  binding.deleteTensor(axes);
  const dataId: DataId = {};
  const data = { shape, dtype: binding.TF_FLOAT, id: result!.id!, values: null as never, refCount: 1 };
  backend["tensorMap"].set(dataId, data);
  return { dataId, shape, dtype: "float32" };
}

/** Lets packed weights go with the weights that they were made of. */
export function releasePacked(backend: NodeJSKernelBackend): void {
  const dispose = backend.disposeData.bind(backend);
  backend.disposeData = (dataId, force) => {
    const isGone = dispose(dataId, force);
    const forms = isGone ? kept.get(dataId) : undefined;
    for (const { dataId: filter } of forms?.values() ?? []) dispose(filter);
    if (forms) kept.delete(dataId);
    return isGone;
  };
}
