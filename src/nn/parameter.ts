import { isMeta } from "../device/meta/meta.ts";
import { refuse } from "../errors.ts";
import { tf } from "../tf.ts";
import type { Initializer } from "./init.ts";

const wrappers = new WeakMap<tf.Variable, Parameter>();

/** A module's tensor that is learned (a parameter) or kept (a buffer), and that takes no memory before it is used. */
export class Parameter {
  readonly shape: number[];
  readonly dtype: "float32" | "int32";
  readonly #initialize: Initializer;
  readonly #trainable: boolean;
  #variable: tf.Variable | undefined;
  #outline: tf.Variable | undefined;

  constructor(shape: number[], initialize: Initializer, trainable = true, dtype: "float32" | "int32" = "float32") {
    this.shape = shape;
    this.dtype = dtype;
    this.#initialize = initialize;
    this.#trainable = trainable;
  }

  /** The parameter that stands for a variable which the user made. */
  static of(variable: tf.Variable): Parameter {
    const known = wrappers.get(variable);
    if (known) return known;
    const parameter = new Parameter(variable.shape, () => new Float32Array(), variable.trainable);
    parameter.#variable = variable;
    wrappers.set(variable, parameter);
    return parameter;
  }

  get size(): number {
    return tf.util.sizeFromShape(this.shape);
  }

  get trainable(): boolean {
    return this.#variable?.trainable ?? this.#trainable;
  }

  /** The variable, made at the first use; on the meta backend one of its shape and no more, gone with the backend. */
  get variable(): tf.Variable {
    if (this.#variable?.isDisposed) {
      refuse("nn.Module", "a module that was not disposed", "one whose tensors are gone", "make it anew");
    }
    if (this.#variable) return this.#variable;
    if (isMeta()) return this.#ofShape();
    this.#variable = tf.tidy(() =>
      tf.variable(tf.tensor(this.#initialize(), this.shape).cast(this.dtype), this.#trainable),
    );
    return this.#variable;
  }

  #ofShape(): tf.Variable {
    if (this.#outline && !this.#outline.isDisposed) return this.#outline;
    this.#outline = tf.tidy(() => tf.variable(tf.fill(this.shape, 0, this.dtype), this.#trainable));
    return this.#outline;
  }

  dispose(): void {
    this.#variable?.dispose();
  }
}
