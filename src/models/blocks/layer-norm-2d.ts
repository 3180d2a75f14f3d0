import { throughBlank } from "../../conv/empty-batch.ts";
import * as nn from "../../nn/index.ts";
import { tf } from "../../tf.ts";

/** torchvision's LayerNorm2d: normalises [N, C, H, W] over the channels of each pixel. */
export class LayerNorm2d extends nn.LayerNorm {
  override forward(x: tf.Tensor): tf.Tensor {
    const normalize = (maps: tf.Tensor) => super.forward(maps.transpose([0, 2, 3, 1])).transpose([0, 3, 1, 2]);
    return x.size === 0 ? throughBlank(x, normalize) : tf.tidy(() => normalize(x));
  }
}
