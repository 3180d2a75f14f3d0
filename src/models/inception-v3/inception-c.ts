import type { tf } from "../../tf.ts";
import { BasicConv2d } from "./basic-conv2d.ts";
import { averagePool, Branches, through } from "./branches.ts";

/** For 17×17 maps, figure 6 with n = 7: each 7×7 convolution is a 1×7 and a 7×1. Returns 768 channels. */
export class InceptionC extends Branches {
  branch1x1: BasicConv2d;
  branch7x7_1: BasicConv2d;
  branch7x7_2: BasicConv2d;
  branch7x7_3: BasicConv2d;
  branch7x7dbl_1: BasicConv2d;
  branch7x7dbl_2: BasicConv2d;
  branch7x7dbl_3: BasicConv2d;
  branch7x7dbl_4: BasicConv2d;
  branch7x7dbl_5: BasicConv2d;
  branch_pool: BasicConv2d;

  /** @param channels7x7  channels in between, where the kernels are long */
  constructor(inChannels: number, channels7x7: number) {
    super();
    const row = (outChannels: number) => new BasicConv2d(channels7x7, outChannels, [1, 7], { padding: [0, 3] });
    const column = (outChannels: number) => new BasicConv2d(channels7x7, outChannels, [7, 1], { padding: [3, 0] });
    this.branch1x1 = new BasicConv2d(inChannels, 192, 1);
    this.branch7x7_1 = new BasicConv2d(inChannels, channels7x7, 1);
    this.branch7x7_2 = row(channels7x7);
    this.branch7x7_3 = column(192);
    this.branch7x7dbl_1 = new BasicConv2d(inChannels, channels7x7, 1);
    this.branch7x7dbl_2 = column(channels7x7);
    this.branch7x7dbl_3 = row(channels7x7);
    this.branch7x7dbl_4 = column(channels7x7);
    this.branch7x7dbl_5 = row(192);
    this.branch_pool = new BasicConv2d(inChannels, 192, 1);
  }

  protected override branches(x: tf.Tensor): tf.Tensor[] {
    const { branch7x7dbl_1, branch7x7dbl_2, branch7x7dbl_3, branch7x7dbl_4, branch7x7dbl_5 } = this;
    return [
      this.branch1x1.forward(x),
      through(x, this.branch7x7_1, this.branch7x7_2, this.branch7x7_3),
      through(x, branch7x7dbl_1, branch7x7dbl_2, branch7x7dbl_3, branch7x7dbl_4, branch7x7dbl_5),
      through(x, averagePool, this.branch_pool),
    ];
  }
}
