import { checkNames, toChoice } from "../arguments.ts";
import { tf } from "../tf.ts";
import { checkFloat } from "./check-float.ts";
import { Module } from "./module.ts";

const APPROXIMATIONS = ["none", "tanh"] as const;

/**
 * x · Φ(x), for x of any shape, where Φ is the normal distribution's share below x: ConvNeXt's activation. With
 * `approximate: "tanh"` Φ(x) is taken as ½ + ½ tanh(√(2/π) · (x + 0.044715 x³)).
 *
 * @throws  when approximate is neither "none" nor "tanh"
 * @example
 * new nn.GELU().forward(tf.tensor([-1, 0, 1])).print(); // [-0.159, 0, 0.841]
 * @see Hendrycks and Gimpel 2016, arXiv 1606.08415
 */
export class GELU extends Module {
  readonly approximate: (typeof APPROXIMATIONS)[number];

  constructor(options: { approximate?: "none" | "tanh" } = {}) {
    super();
    checkNames("nn.GELU", options, ["approximate"]);
    this.approximate = toChoice("nn.GELU", "approximate", options.approximate ?? "none", APPROXIMATIONS);
  }

  override forward(x: tf.Tensor): tf.Tensor {
    checkFloat("nn.GELU", x);
    return tf.tidy(() => x.mul(this.approximate === "none" ? share(x) : approximateShare(x)));
  }
}

const share = (x: tf.Tensor) => x.mul(Math.SQRT1_2).erf().mul(0.5).add(0.5);

/** As ½ + ½ tanh(z) is sigmoid(2z). */
const approximateShare = (x: tf.Tensor) => {
  const scale = 2 * Math.sqrt(2 / Math.PI);
  return x
    .square()
    .mul(scale * 0.044715)
    .add(scale)
    .mul(x)
    .sigmoid();
};
