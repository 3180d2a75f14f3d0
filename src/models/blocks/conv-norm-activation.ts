import * as nn from "../../nn/index.ts";

type Options = Omit<nn.Conv2dLayerOptions, "padding" | "paddingMode"> & {
  /** The norm behind the convolution; null for none. Batch norm by default. */
  norm?: ((channels: number) => nn.Module) | null;
  /** The activation behind it; null for none. ReLU by default. */
  activation?: (() => nn.Module) | null;
};

/** torchvision's Conv2dNormActivation: a convolution whose output keeps the size, a norm and an activation, named 0, 1, 2. */
export class Conv2dNormActivation extends nn.Sequential {
  constructor(inChannels: number, outChannels: number, kernelSize: number, options: Options = {}) {
    const { norm = (channels) => new nn.BatchNorm2d(channels), activation = () => new nn.ReLU(), ...conv } = options;
    const dilation = typeof conv.dilation === "number" ? conv.dilation : 1;
    const padding = ((kernelSize - 1) / 2) * dilation;
    super(
      new nn.Conv2d(inChannels, outChannels, kernelSize, { padding, bias: norm === null, ...conv }),
      ...(norm === null ? [] : [norm(outChannels)]),
      ...(activation === null ? [] : [activation()]),
    );
  }
}
