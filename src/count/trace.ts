import { toWhole } from "../arguments.ts";
import { onMeta } from "../device/meta/meta.ts";
import { isTensor, refuse, show } from "../errors.ts";
import type { Module } from "../nn/index.ts";
import { tf } from "../tf.ts";

/** The shape of a module's one input, or the shapes of its inputs, without the batch axis. */
export type InputShape = readonly number[] | ReadonlyArray<readonly number[]>;

/** One module's forward as it ran. */
export interface Call {
  module: Module;
  /** Its place in the tree, such as `features.3`; "" for the module that was traced. */
  name: string;
  type: string;
  inputShapes: number[][];
  outputShape: number[];
  /** The TensorFlow.js kernels that it ran itself, outside of the modules in it. */
  kernels: string[];
}

/**
 * Runs a module's own forward on shapes alone, set to eval(), and tells what was called, each call when it returned.
 * Nothing is allocated and the module is as before.
 *
 * @throws  when a layer refuses what comes in, naming the layer, its number and the shape
 */
export function trace(who: string, module: Module, inputShape: InputShape, batchSize: number): Call[] {
  toWhole(who, "batchSize", batchSize, 1);
  const shapes = shapesOf(who, inputShape).map((shape) => [batchSize].concat(shape));
  const modules = module.namedModules();
  const calls: Call[] = [];
  const running: Call[] = [];
  let located = false;
  const watched = modules.map(([name, module]) =>
    module.interceptForward((forward, inputs) => {
      const inputShapes = inputs.map(({ shape }) => [...shape]);
      const call = { module, name, type: module.constructor.name, inputShapes, outputShape: [0], kernels: [] };
      running.push(call);
      try {
        const output = forward(...inputs);
        if (!isTensor(output)) refuse("forward", "a tensor to be returned", show(output), "return the output");
        call.outputShape = [...output.shape];
        calls.push(call);
        return output;
      } catch (error) {
        if (located) throw error;
        located = true;
        const position = calls.filter((call) => call.module.submodules().length === 0).length + 1;
        throw new Error(`${who}: layer ${position}, ${title(call)}, got ${given(inputShapes)}; ${message(error)}`, {
          cause: error,
        });
      } finally {
        running.pop();
      }
    }),
  );
  const training = modules.map(([, module]) => module.training);
  try {
    module.eval();
    onMeta(
      () => void module.forward(...shapes.map((shape) => tf.fill(shape, 0))),
      (kernel) => running.at(-1)?.kernels.push(kernel),
    );
  } finally {
    for (const restore of watched) restore();
    modules.forEach(([, module], i) => (module.training = training[i]!));
  }
  return calls;
}

/** A list of shapes, also of one. */
export function shapesOf(who: string, inputShape: InputShape): Array<readonly number[]> {
  const isShape = (shape: unknown): shape is number[] =>
    Array.isArray(shape) && shape.length > 0 && shape.every((size) => Number.isSafeInteger(size) && size > 0);
  const shapes = isShape(inputShape) ? [inputShape] : inputShape;
  if (!Array.isArray(shapes) || shapes.length === 0 || !shapes.every(isShape)) {
    return refuse(who, "inputShape to be the input's sizes without the batch", show(inputShape), "write [3, 64, 64]");
  }
  return shapes;
}

/** A call as messages name it. */
export const title = ({ name, type }: Call) => (name === "" ? type : `"${name}" (${type})`);

const given = (shapes: number[][]) => shapes.map((shape) => show(shape)).join(", ");
const message = (error: unknown) => (error instanceof Error ? error.message : String(error));
