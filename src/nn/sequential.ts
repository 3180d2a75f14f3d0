import { refuse, show } from "../errors.ts";
import { tf } from "../tf.ts";
import { Module } from "./module.ts";

/**
 * Modules one after the other, each given what the one before returned. Its parameters are named `0.weight`, `1.bias` …,
 * or, where the modules are given by name, `conv.weight` ….
 *
 * @throws  when something that is not a module is among them, or a name is empty, a number, or has a dot
 * @example
 * const separable = new nn.Sequential(
 *   new nn.Conv2d(3, 3, 3, { padding: 1, groups: 3, bias: false }),
 *   new nn.Conv2d(3, 4, 1, { bias: false }),
 * );
 * console.log(separable.forward(tf.ones([1, 3, 64, 64])).shape); // [1, 4, 64, 64]
 * const named = new nn.Sequential({ conv: separable, relu: new nn.ReLU() });
 * console.log(Object.keys(named.stateDict())); // ["conv.0.weight", "conv.1.weight"]
 * named.dispose();
 * @see https://docs.pytorch.org/docs/stable/generated/torch.nn.Sequential.html
 */
export class Sequential extends Module {
  readonly modules: readonly Module[];
  readonly #names: readonly string[];

  constructor(modules: Readonly<Record<string, Module>>);
  constructor(...modules: Module[]);
  constructor(...given: [Readonly<Record<string, Module>>] | Module[]) {
    super();
    const named = given.length === 1 && isRecord(given[0]);
    const modules: Array<[string, Module]> = Object.entries(named ? given[0]! : given);
    const wrong = modules.find(([, module]) => !(module instanceof Module));
    if (wrong) {
      const remedy = "write new nn.Sequential(a, b) or new nn.Sequential({ first: a, second: b }), each an nn.Module";
      refuse("nn.Sequential", "modules", `${show(wrong[1])} at ${wrong[0]}`, remedy);
    }
    const misnamed = named && modules.find(([name]) => !/^[^.]*[^.\d][^.]*$/.test(name));
    if (misnamed) {
      const remedy = "give modules without names to have them numbered";
      refuse("nn.Sequential", "names that are no numbers and have no dot", show(misnamed[0]), remedy);
    }
    this.modules = modules.map(([, module]) => module);
    this.#names = modules.map(([name]) => name);
  }

  override forward(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => this.modules.reduce((y, module) => module.forward(y), x));
  }

  override submodules(): Array<[string, Module]> {
    // Not map, which keeps a hole: a place without a layer, as fused networks have them.
    return this.modules.flatMap((module, i): Array<[string, Module]> => [[this.#names[i]!, module]]);
  }
}

const isRecord = (value: unknown) => Object.getPrototypeOf(value ?? 0) === Object.prototype;
