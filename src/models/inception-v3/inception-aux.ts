import * as nn from "../../nn/index.ts";
import { tf } from "../../tf.ts";
import { BasicConv2d } from "./basic-conv2d.ts";
import { through } from "./branches.ts";

const averagePool = new nn.AvgPool2d(5, { stride: 3 });

/** The auxiliary classifier of figure 8, on the last 17×17 maps: [N, inChannels, 17, 17] → [N, numClasses]. */
export class InceptionAux extends nn.Module {
  conv0: BasicConv2d;
  conv1 = new BasicConv2d(128, 768, 5);
  fc: nn.Linear;

  constructor(inChannels: number, numClasses: number) {
    super();
    this.conv0 = new BasicConv2d(inChannels, 128, 1);
    this.fc = new nn.Linear(768, numClasses);
  }

  override forward(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => this.fc.forward(through(x, averagePool, this.conv0, this.conv1).mean([2, 3])));
  }
}
