import type { tf } from "../../tf.ts";
import { BasicConv2d } from "./basic-conv2d.ts";
import { Branches, maxPool, through } from "./branches.ts";

/** From 17×17 to 8×8 maps, convolutions of stride 2 beside pooling. Returns 512 + inChannels channels. */
export class InceptionD extends Branches {
  branch3x3_1: BasicConv2d;
  branch3x3_2 = new BasicConv2d(192, 320, 3, { stride: 2 });
  branch7x7x3_1: BasicConv2d;
  branch7x7x3_2 = new BasicConv2d(192, 192, [1, 7], { padding: [0, 3] });
  branch7x7x3_3 = new BasicConv2d(192, 192, [7, 1], { padding: [3, 0] });
  branch7x7x3_4 = new BasicConv2d(192, 192, 3, { stride: 2 });

  constructor(inChannels: number) {
    super();
    this.branch3x3_1 = new BasicConv2d(inChannels, 192, 1);
    this.branch7x7x3_1 = new BasicConv2d(inChannels, 192, 1);
  }

  protected override branches(x: tf.Tensor): tf.Tensor[] {
    return [
      through(x, this.branch3x3_1, this.branch3x3_2),
      through(x, this.branch7x7x3_1, this.branch7x7x3_2, this.branch7x7x3_3, this.branch7x7x3_4),
      maxPool.forward(x),
    ];
  }
}
