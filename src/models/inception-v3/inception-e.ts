import type { tf } from "../../tf.ts";
import { BasicConv2d } from "./basic-conv2d.ts";
import { averagePool, Branches, through } from "./branches.ts";

/** For 8×8 maps, figure 7: a 1×3 and a 3×1 convolution stand side by side, not one behind the other. Returns 2048 channels. */
export class InceptionE extends Branches {
  branch1x1: BasicConv2d;
  branch3x3_1: BasicConv2d;
  branch3x3_2a = new BasicConv2d(384, 384, [1, 3], { padding: [0, 1] });
  branch3x3_2b = new BasicConv2d(384, 384, [3, 1], { padding: [1, 0] });
  branch3x3dbl_1: BasicConv2d;
  branch3x3dbl_2 = new BasicConv2d(448, 384, 3, { padding: 1 });
  branch3x3dbl_3a = new BasicConv2d(384, 384, [1, 3], { padding: [0, 1] });
  branch3x3dbl_3b = new BasicConv2d(384, 384, [3, 1], { padding: [1, 0] });
  branch_pool: BasicConv2d;

  constructor(inChannels: number) {
    super();
    this.branch1x1 = new BasicConv2d(inChannels, 320, 1);
    this.branch3x3_1 = new BasicConv2d(inChannels, 384, 1);
    this.branch3x3dbl_1 = new BasicConv2d(inChannels, 448, 1);
    this.branch_pool = new BasicConv2d(inChannels, 192, 1);
  }

  protected override branches(x: tf.Tensor): tf.Tensor[] {
    const single = this.branch3x3_1.forward(x);
    const double = through(x, this.branch3x3dbl_1, this.branch3x3dbl_2);
    return [
      this.branch1x1.forward(x),
      this.branch3x3_2a.forward(single),
      this.branch3x3_2b.forward(single),
      this.branch3x3dbl_3a.forward(double),
      this.branch3x3dbl_3b.forward(double),
      through(x, averagePool, this.branch_pool),
    ];
  }
}
