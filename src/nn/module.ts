import { checkAlive } from "../arguments.ts";
import { isTensor, refuse, show } from "../errors.ts";
import { tf } from "../tf.ts";
import type { Initializer } from "./init.ts";
import { Parameter } from "./parameter.ts";

/** What a module's forward may return: a tensor, or tensors in a list or by name. */
export type ModuleOutput = tf.Tensor | ModuleOutput[] | { [name: string]: ModuleOutput };

type Forward<Output> = (...inputs: tf.Tensor[]) => Output;

/**
 * A layer or a network, as `torch.nn.Module`: it holds parameters and other modules in its fields, and `forward` says
 * what it computes. Fields that are modules, arrays of modules, or tf.Variables are found by themselves, in the order
 * in which they were assigned, and have PyTorch's names (`conv.weight`, `layers.0.bias`).
 *
 * A layer's tensors are made at its first use, belong to it and live until `dispose()`. `forward` returns a tensor that
 * the caller disposes, or several in a list or by name: a class that returns those extends `nn.Module<{ logits: tf.Tensor }>`.
 *
 * @example
 * class Block extends nn.Module {
 *   conv = new nn.Conv2d(3, 4, 3, { padding: 1, bias: false });
 *   relu = new nn.ReLU();
 *   forward(x: tf.Tensor) {
 *     return tf.tidy(() => this.relu.forward(this.conv.forward(x)));
 *   }
 * }
 * const block = new Block();
 * console.log(block.forward(tf.ones([1, 3, 8, 8])).shape, Object.keys(block.stateDict())); // [1, 4, 8, 8], ["conv.weight"]
 * block.dispose();
 * @see https://docs.pytorch.org/docs/stable/generated/torch.nn.Module.html
 */
export abstract class Module<Output extends ModuleOutput = tf.Tensor> {
  /** Whether the module learns: batch norm and dropout act differently then. Set it by train() and eval(). */
  training = true;
  readonly #parameters = new Map<string, Parameter>();
  readonly #buffers = new Map<string, Parameter>();

  abstract forward(...inputs: tf.Tensor[]): Output;

  /** Adds a learned tensor that is read as a field of this name; a class declares it: `declare readonly weight: tf.Variable`. */
  protected registerParameter(name: string, shape: number[], initialize: Initializer): void {
    this.#register(this.#parameters, name, new Parameter(shape, initialize));
  }

  /** Adds a tensor that is kept and not learned, such as `running_mean`, which is read as the field `runningMean`. */
  protected registerBuffer(name: string, shape: number[], initialize: Initializer, dtype?: "float32" | "int32"): void {
    this.#register(this.#buffers, name, new Parameter(shape, initialize, false, dtype));
  }

  /** Puts a learned tensor that is there already in the place of one that was registered and not made yet. */
  protected adoptParameter(name: string, variable: tf.Variable): void {
    this.#register(this.#parameters, name, Parameter.of(variable));
  }

  #register(kind: Map<string, Parameter>, name: string, parameter: Parameter): void {
    kind.set(name, parameter);
    const field = name.replaceAll(/_(.)/g, (_, letter: string) => letter.toUpperCase());
    Object.defineProperty(this, field, { get: () => parameter.variable, configurable: true });
  }

  /** The modules that this one holds, by name, each once. */
  namedChildren(): Array<[string, AnyModule]> {
    const seen = new Set<AnyModule>();
    return this.submodules().filter(([, child]) => !seen.has(child) && seen.add(child));
  }

  /** Every module in the tree, this one first under the name "", each once. */
  namedModules(): Array<[string, AnyModule]> {
    const found = new Map<AnyModule, string>();
    const visit = (module: AnyModule, path: string): void => {
      if (found.has(module)) return;
      found.set(module, path);
      for (const [name, child] of module.submodules()) visit(child, join(path, name));
    };
    visit(this, "");
    return [...found].map(([module, path]) => [path, module]);
  }

  /** The learned tensors of the whole tree, by PyTorch's names, each once. */
  namedParameters(): Array<[string, tf.Variable]> {
    const seen = new Set<Parameter>();
    return this.namedModules()
      .flatMap(([path, module]) => module.ownParameters().map(([name, p]) => [join(path, name), p] as const))
      .filter(([, parameter]) => !seen.has(parameter) && seen.add(parameter))
      .map(([name, parameter]) => [name, parameter.variable]);
  }

  /** The learned tensors of the whole tree: what an optimizer and tf.variableGrads take. */
  parameters(): tf.Variable[] {
    return this.namedParameters().map(([, variable]) => variable);
  }

  /** Every tensor of the tree by PyTorch's name, parameters before buffers before children; they stay the module's own. */
  stateDict(): Record<string, tf.Variable> {
    return Object.fromEntries(this.#state("").map(([name, { variable }]) => [name, variable]));
  }

  /**
   * Sets every tensor of the tree, or none where it throws.
   *
   * @param state  tensors or nested arrays by PyTorch's names, as stateDict() gives them; they stay the caller's own
   * @throws  when a name is missing or unknown, a shape differs, or a tensor is disposed
   */
  loadStateDict(state: Record<string, tf.TensorLike | tf.Tensor>): void {
    const own = new Map(this.#state(""));
    const given = Object.keys(state ?? {});
    const missing = [...own.keys()].filter((name) => !given.includes(name));
    const unknown = given.filter((name) => !own.has(name));
    if (missing.length > 0 || unknown.length > 0) {
      const received = `missing: ${missing.join(", ") || "none"}; unknown: ${unknown.join(", ") || "none"}`;
      refuse("loadStateDict", `the names ${[...own.keys()].join(", ")}`, received, "give every tensor by its name");
    }
    tf.tidy(() => {
      const values = [...own].map(([name, parameter]) => {
        const value = isTensor(state[name]) ? state[name] : tf.tensor(state[name]!, undefined, parameter.dtype);
        checkAlive("loadStateDict", name, value, "load what is still in use");
        if (!tf.util.arraysEqual(value.shape, parameter.shape)) {
          const expected = `${name} to be ${show(parameter.shape)}`;
          refuse("loadStateDict", expected, show(value.shape), "load into a module of the same sizes");
        }
        return value.cast(parameter.dtype);
      });
      [...own.values()].forEach(({ variable }, i) => variable.assign(values[i]!));
    });
  }

  /** Sets the tree to learn, or (false) to use what was learned; returns the module. */
  train(mode = true): this {
    return this.apply((module) => {
      module.training = mode;
    });
  }

  /** Sets the tree to use what was learned: running statistics in batch norm, no dropout; returns the module. */
  eval(): this {
    return this.train(false);
  }

  /** Calls `fn` with every module of the tree, children first; returns the module. */
  apply(fn: (module: AnyModule) => void): this {
    for (const [, module] of this.namedModules().toReversed()) fn(module);
    return this;
  }

  /** Frees every tensor of the tree; the module cannot be used afterwards. */
  dispose(): void {
    for (const [, parameter] of this.#state("")) parameter.dispose();
  }

  /**
   * Lets `around` stand in for `forward` until the returned function is called; the last to come runs first, and is to
   * go first. It serves what watches a module at work: counting, summaries, feature maps in the middle of a network.
   */
  interceptForward(around: (forward: Forward<Output>, inputs: tf.Tensor[]) => Output): () => void {
    const own = Object.getOwnPropertyDescriptor(this, "forward");
    const forward = this.forward.bind(this);
    const value: Forward<Output> = (...inputs) => around(forward, inputs);
    Object.defineProperty(this, "forward", { value, configurable: true, writable: true });
    return () => {
      if (own) Object.defineProperty(this, "forward", own);
      else Reflect.deleteProperty(this, "forward");
    };
  }

  /** The modules in this one's fields, by name; a module that stands in two places comes twice. */
  submodules(): Array<[string, AnyModule]> {
    const found: Array<[string, AnyModule]> = [];
    for (const name of Object.keys(this)) {
      const value: unknown = Reflect.get(this, name);
      if (value instanceof Module) found.push([name, value]);
      if (!Array.isArray(value)) continue;
      for (const [i, item] of value.entries()) if (item instanceof Module) found.push([`${name}.${i}`, item]);
    }
    return found;
  }

  /** The learned tensors of this module itself, without making them. */
  ownParameters(): Array<[string, Parameter]> {
    return this.ownTensors().parameters;
  }

  /** The tensors of this module itself, learned (parameters) and kept (buffers), without making them. */
  ownTensors(): Record<"parameters" | "buffers", Array<[string, Parameter]>> {
    const [parameters, buffers] = [[...this.#parameters], [...this.#buffers]];
    for (const name of Object.keys(this)) {
      const value: unknown = Reflect.get(this, name);
      if (value instanceof tf.Variable) (value.trainable ? parameters : buffers).push([name, Parameter.of(value)]);
    }
    return { parameters, buffers };
  }

  #state(prefix: string): Array<[string, Parameter]> {
    const { parameters, buffers } = this.ownTensors();
    const own = [...parameters, ...buffers];
    return [
      ...own.map(([name, parameter]): [string, Parameter] => [join(prefix, name), parameter]),
      ...this.submodules().flatMap(([name, child]) => child.#state(join(prefix, name))),
    ];
  }
}

/** A module, whatever its forward returns. */
export type AnyModule = Module<ModuleOutput>;

const join = (prefix: string, name: string) => (prefix === "" ? name : `${prefix}.${name}`);
