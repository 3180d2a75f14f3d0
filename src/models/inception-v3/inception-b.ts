import type { tf } from "../../tf.ts";
import { BasicConv2d } from "./basic-conv2d.ts";
import { Branches, maxPool, through } from "./branches.ts";

/** From 35×35 to 17×17 maps, figure 10: convolutions of stride 2 beside pooling. Returns 480 + inChannels channels. */
export class InceptionB extends Branches {
  branch3x3: BasicConv2d;
  branch3x3dbl_1: BasicConv2d;
  branch3x3dbl_2 = new BasicConv2d(64, 96, 3, { padding: 1 });
  branch3x3dbl_3 = new BasicConv2d(96, 96, 3, { stride: 2 });

  constructor(inChannels: number) {
    super();
    this.branch3x3 = new BasicConv2d(inChannels, 384, 3, { stride: 2 });
    this.branch3x3dbl_1 = new BasicConv2d(inChannels, 64, 1);
  }

  protected override branches(x: tf.Tensor): tf.Tensor[] {
    return [
      this.branch3x3.forward(x),
      through(x, this.branch3x3dbl_1, this.branch3x3dbl_2, this.branch3x3dbl_3),
      maxPool.forward(x),
    ];
  }
}
