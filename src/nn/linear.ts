import { checkNames, checkTensor, toWhole } from "../arguments.ts";
import { conv2d } from "../conv/conv2d.ts";
import { refuse, show } from "../errors.ts";
import { tf } from "../tf.ts";
import { kaimingUniform } from "./init.ts";
import { Module } from "./module.ts";

/**
 * x · weightᵀ + bias over the last axis: weight [outFeatures, inFeatures], bias [outFeatures].
 *
 * `forward` takes x [*, inFeatures] and returns [*, outFeatures].
 *
 * @throws  when x's last size is another
 * @example
 * const classifier = new nn.Linear(1024, 10);
 * console.log(classifier.forward(tf.ones([2, 1024])).shape); // [2, 10]
 * classifier.dispose();
 * @see https://docs.pytorch.org/docs/stable/generated/torch.nn.Linear.html
 */
export class Linear extends Module {
  readonly inFeatures: number;
  readonly outFeatures: number;
  declare readonly weight: tf.Variable;
  declare readonly bias: tf.Variable | undefined;

  constructor(inFeatures: number, outFeatures: number, options: { bias?: boolean } = {}) {
    super();
    checkNames("nn.Linear", options, ["bias"]);
    const { bias = true } = options;
    this.inFeatures = toWhole("nn.Linear", "inFeatures", inFeatures, 1);
    this.outFeatures = toWhole("nn.Linear", "outFeatures", outFeatures, 1);
    this.registerParameter("weight", [outFeatures, inFeatures], kaimingUniform(outFeatures * inFeatures, inFeatures));
    if (bias) this.registerParameter("bias", [outFeatures], kaimingUniform(outFeatures, inFeatures));
  }

  override forward(x: tf.Tensor): tf.Tensor {
    checkTensor("nn.Linear", "x", x, [1, 2, 3, 4, 5, 6], `x is [*, ${this.inFeatures}]`);
    if (x.shape.at(-1) !== this.inFeatures) {
      const remedy = `make the layer with inFeatures ${x.shape.at(-1)}, or nn.Flatten before it`;
      refuse("nn.Linear", `x to be [*, ${this.inFeatures}]`, show(x), remedy);
    }
    return tf.tidy(() => {
      const y = tf.getBackend() === "wasm" && x.size > 0 ? this.#convolve(x) : this.#multiply(x);
      return y.reshape([...x.shape.slice(0, -1), this.outFeatures]);
    });
  }

  #multiply(x: tf.Tensor): tf.Tensor {
    const rows = x.reshape<tf.Tensor2D>([-1, this.inFeatures]);
    const product = rows.matMul(this.weight as tf.Tensor as tf.Tensor2D, false, true);
    return this.bias ? product.add(this.bias) : product;
  }

  /** The rows as pixels: tfjs's wasm has no vectors for a product whose second factor is transposed, this library has. */
  #convolve(x: tf.Tensor): tf.Tensor {
    const pixels = x.reshape([1, 1, -1, this.inFeatures]);
    const filters = this.weight.reshape([this.outFeatures, this.inFeatures, 1, 1]);
    return conv2d(pixels, filters, { ...(this.bias && { bias: this.bias }), layout: "NHWC" });
  }
}
