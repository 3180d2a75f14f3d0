import { toWhole } from "../../arguments.ts";
import type { KernelCall } from "../../device/meta/backend.ts";
import { onMeta, outline } from "../../device/meta/meta.ts";
import { isTensor, refuse, show } from "../../errors.ts";
import type { AnyModule, ModuleOutput } from "../../nn/index.ts";
import { tf } from "../../tf.ts";
import { shapeRuleOf, type ShapeRule } from "./output-shape.ts";
import { ReceptiveFields, receptiveFieldBehind, type ReceptiveField } from "./receptive-field.ts";

/** The shape of a module's one input, or the shapes of its inputs, without the batch axis. */
export type InputShape = readonly number[] | ReadonlyArray<readonly number[]>;

/** One module's forward as it ran. */
export interface Call {
  module: AnyModule;
  /** Its place in the tree, such as `features.3`; "" for the module that was traced. */
  name: string;
  type: string;
  inputShapes: number[][];
  /** Of each tensor that it returned. */
  outputShapes: number[][];
  /** What a value of its output sees of the images that went in. */
  receptiveField: ReceptiveField | null;
  /** What TensorFlow.js ran for it, outside of the modules in it. */
  kernels: KernelCall[];
  /** What it called in turn. */
  calls: Call[];
}

/** What came of running a module on shapes. */
export interface Trace {
  /** Every module of the tree by its name, those that did not run among them. */
  modules: Array<[string, AnyModule]>;
  /** Each call when it returned: the last is that of the module itself. */
  calls: Call[];
}

/**
 * Runs a module's own forward on shapes alone, set to eval(), and tells what was called.
 * Nothing is allocated and the module is as before.
 *
 * @throws  when a layer refuses what comes in, naming the layer, its number and the shape
 */
export function trace(who: string, module: AnyModule, inputShape: InputShape | undefined, batchSize: number): Trace {
  toWhole(who, "batchSize", batchSize, 1);
  const shapes = shapesOf(who, inputShape, module).map((shape) => [batchSize].concat(shape));
  const modules = module.namedModules();
  const calls: Call[] = [];
  const running: Call[] = [];
  const fields = new ReceptiveFields();
  let located = false;
  const watched = modules.map(([name, module]) => {
    const shapeRule = shapeRuleOf(module);
    return module.interceptForward((forward, inputs) => {
      const inputShapes = inputs.map(({ shape }) => [...shape]);
      const call: Call = {
        module,
        name,
        type: module.constructor.name,
        inputShapes,
        outputShapes: [],
        receptiveField: null,
        kernels: [],
        calls: [],
      };
      running.at(-1)?.calls.push(call);
      running.push(call);
      try {
        const output = withoutOperations(shapeRule, module, inputs) ?? forward(...inputs);
        const outputs = tensorsIn(output);
        call.outputShapes = outputs.map(({ shape }) => [...shape]);
        const before = fields.of(inputs);
        if (before && call.calls.length === 0) {
          fields.set(outputs, receptiveFieldBehind(module, inputShapes[0]!, before) ?? fields.of(outputs) ?? before);
        }
        call.receptiveField = fields.of(outputs);
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
    });
  });
  const training = modules.map(([, module]) => module.training);
  try {
    for (const [, module] of modules) module.training = false;
    onMeta(
      () => {
        const inputs = shapes.map((shape) => tf.fill(shape, 0));
        fields.begin(inputs);
        module.forward(...inputs);
      },
      (kernel) => {
        running.at(-1)?.kernels.push(kernel);
        fields.carry(kernel);
      },
    );
  } finally {
    for (const restore of watched) restore();
    modules.forEach(([, module], i) => (module.training = training[i]!));
  }
  return { modules, calls };
}

/** What a layer returns whose output's shape is known without running it. */
function withoutOperations(rule: ShapeRule | undefined, module: AnyModule, inputs: tf.Tensor[]): tf.Tensor | undefined {
  const [x, ...others] = inputs;
  const shape = x?.dtype === "float32" && others.length === 0 ? rule?.(module as never, x.shape) : undefined;
  return shape && outline(shape);
}

/** The tensors of what forward returned, in order. */
function tensorsIn(output: ModuleOutput): tf.Tensor[] {
  if (isTensor(output)) return [output];
  if (typeof output !== "object" || output === null) {
    refuse("forward", "a tensor to be returned, or several in a list or by name", show(output), "return the output");
  }
  return Object.values<ModuleOutput>(output).flatMap(tensorsIn);
}

/** A list of shapes, also of one; where none is given, what the module names as its `inputShape`, as published networks do. */
export function shapesOf(who: string, given: InputShape | undefined, module?: object): Array<readonly number[]> {
  const isShape = (shape: unknown): shape is number[] =>
    Array.isArray(shape) && shape.length > 0 && shape.every((size) => Number.isSafeInteger(size) && size > 0);
  const wanted: unknown = given ?? (module && Reflect.get(module, "inputShape"));
  const shapes = isShape(wanted) ? [wanted] : wanted;
  if (!Array.isArray(shapes) || shapes.length === 0 || !shapes.every(isShape)) {
    return refuse(who, "inputShape to be the input's sizes without the batch", show(wanted), "write [3, 64, 64]");
  }
  return shapes;
}

/** A call as messages name it. */
export const title = ({ name, type }: Call) => (name === "" ? type : `"${name}" (${type})`);

const given = (shapes: number[][]) => shapes.map((shape) => show(shape)).join(", ");
const message = (error: unknown) => (error instanceof Error ? error.message : String(error));
