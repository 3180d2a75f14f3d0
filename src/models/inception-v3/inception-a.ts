import type { tf } from "../../tf.ts";
import { BasicConv2d } from "./basic-conv2d.ts";
import { averagePool, Branches, through } from "./branches.ts";

/** For 35×35 maps, figure 5: a branch has two 3×3 convolutions for a 5×5. Returns 224 + poolFeatures channels. */
export class InceptionA extends Branches {
  branch1x1: BasicConv2d;
  branch5x5_1: BasicConv2d;
  branch5x5_2 = new BasicConv2d(48, 64, 5, { padding: 2 });
  branch3x3dbl_1: BasicConv2d;
  branch3x3dbl_2 = new BasicConv2d(64, 96, 3, { padding: 1 });
  branch3x3dbl_3 = new BasicConv2d(96, 96, 3, { padding: 1 });
  branch_pool: BasicConv2d;

  constructor(inChannels: number, poolFeatures: number) {
    super();
    this.branch1x1 = new BasicConv2d(inChannels, 64, 1);
    this.branch5x5_1 = new BasicConv2d(inChannels, 48, 1);
    this.branch3x3dbl_1 = new BasicConv2d(inChannels, 64, 1);
    this.branch_pool = new BasicConv2d(inChannels, poolFeatures, 1);
  }

  protected override branches(x: tf.Tensor): tf.Tensor[] {
    return [
      this.branch1x1.forward(x),
      through(x, this.branch5x5_1, this.branch5x5_2),
      through(x, this.branch3x3dbl_1, this.branch3x3dbl_2, this.branch3x3dbl_3),
      through(x, averagePool, this.branch_pool),
    ];
  }
}
