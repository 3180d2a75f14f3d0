import { tf } from "../../tf.ts";

/**
 * Runs `fn` so that nothing is left of it: every tensor and variable that it makes is disposed, also kept ones, and
 * variables that were there before keep their values, whatever is assigned to them.
 */
export function withoutTrace<T>(fn: () => T): T {
  const engine = tf.engine();
  const before = new Set(Object.keys(engine.registeredVariables));
  const kept: tf.Tensor[] = [];
  const within = Object.hasOwn(engine, "keep");
  const { keep } = engine;
  const { assign } = tf.Variable.prototype;
  engine.keep = (tensor) => {
    kept.push(tensor);
    return keep.call(engine, tensor) as typeof tensor;
  };
  tf.Variable.prototype.assign = function checked(this: tf.Variable, value: tf.Tensor) {
    tf.util.assertShapesMatch(value.shape, this.shape, `variable ${this.name}.assign:`);
    tf.util.assert(value.dtype === this.dtype, () => `variable ${this.name}.assign: ${value.dtype} to a ${this.dtype}`);
  };
  engine.startScope("without trace");
  try {
    return fn();
  } finally {
    engine.endScope();
    if (within) engine.keep = keep;
    else Reflect.deleteProperty(engine, "keep");
    tf.Variable.prototype.assign = assign;
    for (const tensor of kept) tensor.dispose();
    const variables = Object.entries(engine.registeredVariables);
    for (const [name, variable] of variables) if (!before.has(name)) variable.dispose();
  }
}
