import { checkAlive, toWhole } from "../arguments.ts";
import { refuse, show } from "../errors.ts";
import { tf } from "../tf.ts";
import { Module } from "./module.ts";

/**
 * Takes a channel of each group in turn: with 2 groups, channels a b c d e f become a d b e c f, so that a grouped
 * convolution behind it sees channels of every group.
 *
 * `forward` takes x [N, C, *] of three axes or more and returns the same shape.
 *
 * @throws  when groups does not divide the channels
 * @example
 * const x = tf.tensor([1, 2, 3, 4, 5, 6], [1, 6, 1, 1]);
 * console.log(await new nn.ChannelShuffle(2).forward(x).data()); // [1, 4, 2, 5, 3, 6]
 * @see Zhang et al. 2017, arXiv 1707.01083, figure 1
 */
export class ChannelShuffle extends Module {
  readonly groups: number;

  constructor(groups: number) {
    super();
    this.groups = toWhole("nn.ChannelShuffle", "groups", groups, 1);
  }

  override forward(x: tf.Tensor): tf.Tensor {
    checkAlive("nn.ChannelShuffle", "x", x, "x is [N, C, *]");
    if (x.rank < 3) refuse("nn.ChannelShuffle", "x to be [N, C, *]", show(x), "give x a batch axis and a size");
    const [samples, channels, ...size] = x.shape as [number, number, ...number[]];
    if (channels % this.groups !== 0) {
      const expected = `groups = ${this.groups} to divide the channels of x [N, C, *]`;
      refuse("nn.ChannelShuffle", expected, show(x), "use other groups, or change what comes before");
    }
    if (x.size === 0) return x.clone();
    const grouped = [samples, this.groups, channels / this.groups, tf.util.sizeFromShape(size)];
    return tf.tidy(() => x.reshape(grouped).transpose([0, 2, 1, 3]).reshape(x.shape));
  }
}
