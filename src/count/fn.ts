import type { KernelCall } from "../device/meta/backend.ts";
import { registerMetaKernels } from "../device/meta/kernels.ts";
import { onMeta } from "../device/meta/meta.ts";
import type { Outline } from "../device/meta/shapes/outline.ts";
import { refuse, show } from "../errors.ts";
import { tf } from "../tf.ts";
import { FunctionCost, type OperationRow } from "./tables/function-cost.ts";
import { bytesMoved } from "./operations/bytes.ts";
import { kernelCost } from "./operations/kernel-cost.ts";

/** What stands for an argument: a shape with the batch, for float32; a shape and a dtype; or a tensor, whose values are not read. */
export type Example = readonly number[] | { shape: readonly number[]; dtype: tf.DataType };

/**
 * What a function made of TensorFlow.js operations costs, by running it on shapes and observing the operations that run:
 * layers of any kind, `tf.layers` models, gradients. Nothing is allocated, however large the tensors.
 *
 * MACs are those of convolutions and matrix products, taps on padding included. What other operations multiply and add is
 * counted apart; comparisons, moves and elementary functions (`free`) count nothing; what has no rule is named (`unknown`).
 * It counts what runs, also in gradients: a convolution's gradients for its input and for its weights take the forward's MACs
 * each. Those of `conv2d` multiply zeros, too, where strides and padding put them, and the one for a depthwise kernel is made
 * of element-wise products, which are multiplications and no MACs; so is a grouped convolution with both stride and dilation.
 * Adaptive pooling to more than one place is a matrix product. `count.module` goes by the layers instead.
 *
 * @param fn        runs at once, reads no values, and returns anything; what it makes, also variables and an optimizer's
 *                  state, is gone afterwards, and variables from outside keep their values
 * @param examples  one for each of its arguments
 * @returns         a row for each operation on the same shapes, and the totals
 * @throws  when fn throws, reads values, returns a promise, or uses an operation whose output has no shape without values
 * @example
 * const step = (x: tf.Tensor, w: tf.Tensor) => tf.grad((w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, "same").sum())(w);
 * console.log(count.fn(step, [1, 32, 32, 3], [3, 3, 3, 8]).macs); // 442368: forward 221184, and as many for the weights' gradient
 */
export function countFn(fn: (...inputs: tf.Tensor[]) => unknown, ...examples: Example[]): FunctionCost {
  if (typeof fn !== "function") {
    refuse(
      "count.fn",
      "a function of tensors",
      show(fn),
      "for a module use count.module, for a model (x) => model.predict(x)",
    );
  }
  const outlines = examples.map(outlineOf);
  const runs = new Map<string, { run: OperationRow; calls: number }>();
  let running = false;
  registerMetaKernels(); // those of fn's own that came since the start
  onMeta(
    () => {
      const inputs = outlines.map(({ shape, dtype }) => tf.fill(shape, 0, dtype));
      running = true;
      const made = fn(...inputs);
      if (made instanceof Promise) {
        made.catch(() => {}); // it goes on without the tensors that it had
        refuse("count.fn", "a function that computes at once", "one that returns a promise", "count what it calls");
      }
    },
    (call) => {
      if (!running) return;
      const run = rowOf(call);
      const alike = JSON.stringify(run);
      runs.set(alike, { run, calls: (runs.get(alike)?.calls ?? 0) + 1 });
    },
  );
  return new FunctionCost([...runs.values()].map(({ run, calls }) => together(run, calls)));
}

const DTYPES: ReadonlySet<tf.DataType> = new Set(["float32", "int32", "bool", "complex64", "string"]);

function outlineOf(example: Example, position: number): Outline {
  const { shape, dtype } = isList(example) ? { shape: example, dtype: "float32" as const } : example;
  const isShape = Array.isArray(shape) && shape.every((size) => Number.isSafeInteger(size) && size >= 0);
  if (!isShape || !DTYPES.has(dtype)) {
    refuse(
      "count.fn",
      `example ${position + 1} to be a shape with the batch, a { shape, dtype } or a tensor`,
      show(example),
      "write [1, 28, 28, 1]",
    );
  }
  return { shape: [...shape], dtype };
}

const isList = (example: Example): example is readonly number[] => Array.isArray(example);

function rowOf(call: KernelCall): OperationRow {
  const shapes = (tensors: tf.TensorInfo[]) => tensors.map(({ shape }) => [...shape]);
  return {
    name: call.kernelName,
    calls: 1,
    inputShapes: shapes(Object.values(call.inputs)),
    outputShapes: shapes(call.outputs),
    ...(kernelCost(call) ?? UNKNOWN),
    ...bytesMoved(call),
  };
}

const UNKNOWN = { macs: null, multiplications: null, additions: null };

/** What runs of the same operation on the same shapes cost together. */
function together(run: OperationRow, calls: number): OperationRow {
  const times = <N extends number | null>(cost: N) => (cost === null ? cost : cost * calls) as N;
  const { macs, multiplications, additions, read, written } = run;
  return {
    ...run,
    calls,
    macs: times(macs),
    multiplications: times(multiplications),
    additions: times(additions),
    read: times(read),
    written: times(written),
  };
}
