import type { Problem } from "../../../conv/problem.ts";

/** How far apart in memory neighbours along each axis of feature maps lie. */
export interface Strides {
  image: number;
  pixel: number;
  channel: number;
}

export function stridesOf({ layout }: Problem, channels: number, height: number, width: number): Strides {
  const image = channels * height * width;
  return layout === "NCHW" ? { image, pixel: 1, channel: height * width } : { image, pixel: channels, channel: 1 };
}

/** Uniforms under a name: sourceImage, sourcePixel, sourceChannel. */
export const strideUniforms = (name: string, { image, pixel, channel }: Strides) => ({
  [`${name}Image`]: image,
  [`${name}Pixel`]: pixel,
  [`${name}Channel`]: channel,
});

/** Uniforms of a gradient of the weights: x, dy, and how windows lie between them. */
export function windowUniforms(problem: Problem) {
  const { inChannels, outChannels, height, width, outHeight, outWidth, kernel, dilation, stride, padding } = problem;
  return {
    kernelWidth: kernel[1],
    dilationY: dilation[0],
    dilationX: dilation[1],
    strideY: stride[0],
    strideX: stride[1],
    top: padding[0][0],
    left: padding[1][0],
    height,
    width,
    ...strideUniforms("x", stridesOf(problem, inChannels, height, width)),
    outHeight,
    outWidth,
    ...strideUniforms("dy", stridesOf(problem, outChannels, outHeight, outWidth)),
  };
}

/** Multiplications of a convolution, those by padded zeros among them, as they are counted elsewhere. */
export function macsOf(problem: Problem): number {
  const { batch, outHeight, outWidth, outChannels, inChannels, groups, kernel } = problem;
  return batch * outHeight * outWidth * outChannels * (inChannels / groups) * kernel[0] * kernel[1];
}
