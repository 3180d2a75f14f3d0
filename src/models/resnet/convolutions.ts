import * as nn from "../../nn/index.ts";

export const conv1x1 = (inChannels: number, outChannels: number, stride = 1) =>
  new nn.Conv2d(inChannels, outChannels, 1, { stride, bias: false });

export const conv3x3 = (inChannels: number, outChannels: number, stride = 1, groups = 1) =>
  new nn.Conv2d(inChannels, outChannels, 3, { stride, padding: 1, groups, bias: false });

/** Option B of ResNet's section 3.3: the shortcut is a 1×1 convolution where the shape changes, and nothing where it stays. */
export const projection = (inChannels: number, outChannels: number, stride: number) =>
  stride === 1 && inChannels === outChannels
    ? undefined
    : new nn.Sequential(conv1x1(inChannels, outChannels, stride), new nn.BatchNorm2d(outChannels));
