import { checkNames, toFinite, toWhole } from "../arguments.ts";
import { throughBlank } from "../conv/empty-batch.ts";
import { refuse, show } from "../errors.ts";
import { tf } from "../tf.ts";
import { checkFloat } from "./check-float.ts";
import { constant } from "./init.ts";
import { Module } from "./module.ts";

/**
 * max(0, x) + weight · min(0, x), where weight is learned: one number, or one for each channel of x [N, C, *].
 *
 * @throws  when x has other channels than numParameters, unless that is 1
 * @example
 * const prelu = new nn.PReLU();
 * prelu.forward(tf.tensor([-1, 2])).print(); // [-0.25, 2]
 * prelu.dispose();
 * @see He et al. 2015, arXiv 1502.01852
 */
export class PReLU extends Module {
  readonly numParameters: number;
  declare readonly weight: tf.Variable;

  constructor(numParameters = 1, options: { init?: number } = {}) {
    super();
    checkNames("nn.PReLU", options, ["init"]);
    this.numParameters = toWhole("nn.PReLU", "numParameters", numParameters, 1);
    const init = toFinite("nn.PReLU", "init", options.init ?? 0.25);
    this.registerParameter("weight", [numParameters], constant(numParameters, init));
  }

  override forward(x: tf.Tensor): tf.Tensor {
    checkFloat("nn.PReLU", x);
    const { numParameters, weight } = this;
    if (numParameters > 1 && x.shape[1] !== numParameters) {
      refuse("nn.PReLU", `x to be [N, ${numParameters}, *]`, show(x), "make the layer with x's channels, or with 1");
    }
    const slope = () => weight.reshape(numParameters === 1 ? [] : [numParameters, ...x.shape.slice(2).fill(1)]);
    // Of equal values, maximum and minimum give the gradient to the first: at 0 it is the slope, as in PyTorch.
    const bend = (x: tf.Tensor) => tf.maximum(0, x).add(tf.minimum(x, 0).mul(slope()));
    return x.size === 0 ? throughBlank(x, bend) : tf.tidy(() => bend(x));
  }
}
