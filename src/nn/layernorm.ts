import { checkNames, toFinite, toWhole } from "../arguments.ts";
import { throughBlank } from "../conv/empty-batch.ts";
import { refuse, show } from "../errors.ts";
import { tf } from "../tf.ts";
import { checkFloat } from "./check-float.ts";
import { constant } from "./init.ts";
import { Module } from "./module.ts";

/** Options of `nn.LayerNorm`, named and meant as in PyTorch. */
export interface LayerNormOptions {
  /** Added to the variance; 1e-5 by default. */
  eps?: number;
  /** Whether each normalised value has a learned scale (weight), and shift unless bias is false; true by default. */
  elementwiseAffine?: boolean;
  /** Whether there is a shift (bias) beside the scale; true by default. */
  bias?: boolean;
}

/**
 * Normalises each sample over its last axes to mean 0 and variance 1, then scales and shifts it:
 * (x − mean) / √(variance + eps) · weight + bias, with weight and bias of the shape that is normalised.
 *
 * `forward` takes x [*, ...normalizedShape] and returns the same shape.
 *
 * @param normalizedShape  the sizes of the last axes; a number for one axis
 * @throws  when x's last sizes are others
 * @example
 * const norm = new nn.LayerNorm(4);
 * norm.forward(tf.tensor([[1, 2, 3, 4]])).print(); // [[-1.342, -0.447, 0.447, 1.342]]
 * norm.dispose();
 * @see Ba et al. 2016, arXiv 1607.06450
 */
export class LayerNorm extends Module {
  readonly normalizedShape: readonly number[];
  readonly eps: number;
  declare readonly weight: tf.Variable | undefined;
  declare readonly bias: tf.Variable | undefined;

  constructor(normalizedShape: number | readonly number[], options: LayerNormOptions = {}) {
    super();
    checkNames("nn.LayerNorm", options, ["eps", "elementwiseAffine", "bias"]);
    const { eps = 1e-5, elementwiseAffine = true, bias = true } = options;
    const shape = [normalizedShape].flat().map((size) => toWhole("nn.LayerNorm", "normalizedShape", size, 1));
    if (shape.length === 0) refuse("nn.LayerNorm", "normalizedShape to have a size", show(shape), "give the last one");
    this.normalizedShape = shape;
    this.eps = toFinite("nn.LayerNorm", "eps", eps);
    const size = tf.util.sizeFromShape(shape);
    if (elementwiseAffine) this.registerParameter("weight", shape, constant(size, 1));
    if (elementwiseAffine && bias) this.registerParameter("bias", shape, constant(size, 0));
  }

  override forward(x: tf.Tensor): tf.Tensor {
    checkFloat("nn.LayerNorm", x);
    const { normalizedShape } = this;
    if (!normalizedShape.every((size, i) => x.shape.at(i - normalizedShape.length) === size)) {
      const sizes = normalizedShape.join(", ");
      refuse("nn.LayerNorm", `x to be [*, ${sizes}]`, show(x), "make the layer with x's last sizes, or transpose x");
    }
    const normalize = (x: tf.Tensor) => this.#normalize(x);
    return x.size === 0 ? throughBlank(x, normalize) : tf.tidy(() => normalize(x));
  }

  #normalize(x: tf.Tensor): tf.Tensor {
    const { normalizedShape, eps, weight, bias } = this;
    const axes = normalizedShape.map((_, i) => x.rank - normalizedShape.length + i);
    const centred = x.sub(x.mean(axes, true));
    const normal = centred.mul(centred.square().mean(axes, true).add(eps).rsqrt());
    const scaled = weight ? normal.mul(weight) : normal;
    return bias ? scaled.add(bias) : scaled;
  }
}
