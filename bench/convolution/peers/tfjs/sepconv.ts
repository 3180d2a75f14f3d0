import { conv2d, depthwiseConv2d, separableConv2d } from "sepconv";
import { kindOf } from "../../work/layer.ts";
import { sepconvNetwork } from "./sepconv-network.ts";
import type { Style } from "./style.ts";

/** This library's convolutions by its public names. */
export const sepconv: Style = {
  layouts: ["NCHW", "NHWC"],
  fromOIHW: (weight) => weight.clone(),
  toOIHW: (weight) => weight.clone(),
  forward(x, [weight, pointwise], layer, layout) {
    const { groups, stride, padding } = layer;
    const options = { stride, padding, layout };
    if (pointwise) return separableConv2d(x, weight!, pointwise, options);
    if (kindOf(layer) === "depthwise") return depthwiseConv2d(x, weight!, options);
    return conv2d(x, weight!, { ...options, groups });
  },
  networks: (task) => [sepconvNetwork(task)],
};
