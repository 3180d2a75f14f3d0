import { checkNames, checkTensor, toFinite, toWhole } from "../arguments.ts";
import { refuse, show } from "../errors.ts";
import { tf } from "../tf.ts";
import { constant } from "./init.ts";
import { Module } from "./module.ts";

/** Options of `nn.BatchNorm2d`, named and meant as in PyTorch. */
export interface BatchNorm2dOptions {
  /** Added to the variance; 1e-5 by default. */
  eps?: number;
  /** Weight of the newest batch in the running statistics, 0.1 by default; null averages all batches alike. */
  momentum?: number | null;
  /** Whether there are a learned scale (weight) and shift (bias) for each channel; true by default. */
  affine?: boolean;
  /** Whether running statistics are kept; true by default. Without them each batch is normalised by its own. */
  trackRunningStats?: boolean;
}

/**
 * Normalises each channel to mean 0 and variance 1, then scales and shifts it: (x − mean) / √(variance + eps) · weight + bias.
 *
 * While it learns, mean and variance are the batch's, and move the running ones (with the unbiased variance); after
 * eval() they are the running ones. `forward` takes x [N, C, H, W] and returns the same shape.
 *
 * @throws  when x is not [N, C, H, W], or has one value a channel while the module learns
 * @example
 * const norm = new nn.BatchNorm2d(3);
 * const y = norm.forward(tf.randomNormal([2, 3, 8, 8], 5));
 * console.log(await y.mean().data(), await norm.runningMean?.data()); // about 0, about [0.5, 0.5, 0.5]
 * norm.dispose();
 * @see Ioffe and Szegedy 2015, arXiv 1502.03167, algorithm 1
 */
export class BatchNorm2d extends Module {
  readonly numFeatures: number;
  readonly eps: number;
  readonly momentum: number | null;
  declare readonly weight: tf.Variable | undefined;
  declare readonly bias: tf.Variable | undefined;
  declare readonly runningMean: tf.Variable | undefined;
  declare readonly runningVar: tf.Variable | undefined;
  declare readonly numBatchesTracked: tf.Variable | undefined;

  constructor(numFeatures: number, options: BatchNorm2dOptions = {}) {
    super();
    checkNames("nn.BatchNorm2d", options, ["eps", "momentum", "affine", "trackRunningStats"]);
    const { eps = 1e-5, momentum = 0.1, affine = true, trackRunningStats = true } = options;
    this.numFeatures = toWhole("nn.BatchNorm2d", "numFeatures", numFeatures, 1);
    this.eps = toFinite("nn.BatchNorm2d", "eps", eps);
    this.momentum = momentum === null ? null : toFinite("nn.BatchNorm2d", "momentum", momentum);
    if (affine) {
      this.registerParameter("weight", [numFeatures], constant(numFeatures, 1));
      this.registerParameter("bias", [numFeatures], constant(numFeatures, 0));
    }
    if (trackRunningStats) {
      this.registerBuffer("running_mean", [numFeatures], constant(numFeatures, 0));
      this.registerBuffer("running_var", [numFeatures], constant(numFeatures, 1));
      this.registerBuffer("num_batches_tracked", [], constant(1, 0), "int32");
    }
  }

  override forward(x: tf.Tensor): tf.Tensor {
    checkTensor("nn.BatchNorm2d", "x", x, [4], `feature maps are [N, ${this.numFeatures}, H, W]`);
    if (x.shape[1] !== this.numFeatures) {
      const remedy = `make the layer with numFeatures ${x.shape[1]}, or change what comes before`;
      refuse("nn.BatchNorm2d", `x to be [N, ${this.numFeatures}, H, W]`, show(x), remedy);
    }
    return tf.tidy(() => {
      const { mean, variance } = this.#statistics(x);
      const inverse = variance.add(this.eps).rsqrt();
      const scale = this.weight ? inverse.mul(this.weight) : inverse;
      const scaled = x.sub(alongChannels(mean)).mul(alongChannels(scale));
      return this.bias ? scaled.add(alongChannels(this.bias)) : scaled;
    });
  }

  #statistics(x: tf.Tensor): { mean: tf.Tensor; variance: tf.Tensor } {
    const { runningMean, runningVar } = this;
    if (!this.training && runningMean && runningVar) return { mean: runningMean, variance: runningVar };
    const count = x.size / this.numFeatures;
    if (this.training && count === 1) {
      refuse(
        "nn.BatchNorm2d",
        "more than one value a channel while it learns",
        show(x),
        "use a larger batch, or eval()",
      );
    }
    const mean = x.mean([0, 2, 3]);
    const variance = x.sub(alongChannels(mean)).square().mean([0, 2, 3]);
    if (this.training && runningMean && runningVar && this.numBatchesTracked) {
      this.numBatchesTracked.assign(this.numBatchesTracked.add(tf.scalar(1, "int32")));
      const share = this.momentum ?? tf.div(1, this.numBatchesTracked.cast("float32"));
      move(runningMean, mean, share);
      move(runningVar, variance.mul(count / (count - 1)), share);
    }
    return { mean, variance };
  }
}

const alongChannels = (values: tf.Tensor) => values.reshape([1, -1, 1, 1]);

function move(running: tf.Variable, value: tf.Tensor, share: number | tf.Tensor): void {
  running.assign(running.add(value.sub(running).mul(share)));
}
