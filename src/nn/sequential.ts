import { refuse, show } from "../errors.ts";
import { tf } from "../tf.ts";
import { Module } from "./module.ts";

/**
 * Modules one after the other, each given what the one before returned. Its parameters are named `0.weight`, `1.bias` …
 *
 * @throws  when something that is not a module is among them
 * @example
 * const separable = new nn.Sequential(
 *   new nn.Conv2d(3, 3, 3, { padding: 1, groups: 3, bias: false }),
 *   new nn.Conv2d(3, 4, 1, { bias: false }),
 * );
 * console.log(separable.forward(tf.ones([1, 3, 64, 64])).shape); // [1, 4, 64, 64]
 * separable.dispose();
 * @see https://docs.pytorch.org/docs/stable/generated/torch.nn.Sequential.html
 */
export class Sequential extends Module {
  readonly modules: readonly Module[];

  constructor(...modules: Module[]) {
    super();
    const wrong = modules.findIndex((module) => !(module instanceof Module));
    if (wrong >= 0) {
      const remedy = "write new nn.Sequential(a, b), each an nn.Module";
      refuse("nn.Sequential", "modules", `${show(modules[wrong])} at ${wrong}`, remedy);
    }
    this.modules = modules;
  }

  override forward(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => this.modules.reduce((y, module) => module.forward(y), x));
  }

  override submodules(): Array<[string, Module]> {
    return this.modules.map((module, i) => [`${i}`, module]);
  }
}
