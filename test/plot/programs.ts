import * as plot from "../../src/plot/index.ts";
import { kernels } from "../../src/spatial/index.ts";

/** One map of numbers from 0 to 1 in slanting stripes. */
function stripes(height: number, width: number): plot.Shaped {
  return {
    data: Array.from({ length: height * width }, (_, i) => ((i * 7919) % 256) / 255),
    shape: [1, height, width],
  };
}

const waves = Array.from({ length: 5 }, (_, c) =>
  Array.from({ length: 4 }, (_, y) => Array.from({ length: 6 }, (_, x) => (x - c) * (y - 1))),
);

/** What a slow machine might take for layers from 16, 64 and 256 channels to as many. */
const measured: Record<string, plot.MeasuredLayer[]> = {
  standard: [
    { name: "16", macs: 7_225_344, bytes: 410_624, seconds: 0.0004 },
    { name: "64", macs: 115_605_504, bytes: 1_753_088, seconds: 0.0045 },
    { name: "256", macs: 1_849_688_064, bytes: 8_781_824, seconds: 0.07 },
  ],
  depthwise: [
    { name: "16", macs: 451_584, bytes: 401_984, seconds: 0.0001 },
    { name: "64", macs: 1_806_336, bytes: 1_607_936, seconds: 0.0002 },
    { name: "256", macs: 7_225_344, bytes: 6_431_744, seconds: 0.0012 },
  ],
};

/** Small programs, one for each thing that figures do differently. */
export const programs: Record<string, () => plot.Figure> = {
  "accuracy-crowded": () =>
    plot.accuracy(
      {
        "with depthwise convolutions": [
          { name: "MobileNet", macs: 568_740_352, accuracy: 70.6 },
          { name: "MobileNet 192", macs: 418_121_728, accuracy: 69.1 },
          { name: "0.75", macs: 325_400_448, accuracy: 68.4 },
        ],
        standard: [
          { name: "VGG-16", macs: 15_470_264_320, accuracy: 71.5 },
          { name: "all standard", macs: 4_867_293_184, accuracy: 71.7 },
        ],
      },
      { title: "Accuracy against MACs" },
    ),
  "accuracy-of-one": () => plot.accuracy({ standard: [{ name: "VGG-16", macs: 15_470_264_320, accuracy: 71.5 }] }),
  "kernel-integers": () => plot.kernel(kernels.sobelX, { title: "Sobel x" }),
  "kernel-fractions": () =>
    plot.kernel(kernels.gaussian(5), { title: "Gaussian 5×5, a title that is long enough to wrap" }),
  "kernel-too-fine-for-numbers": () => plot.kernel(kernels.gaussian(11)),
  "kernel-column": () => plot.kernel([[1], [2], [1]], { title: "Column" }),
  "kernel-zeros": () => plot.kernel([[0, 0]]),
  "feature-maps-negative": () => plot.featureMaps(waves, { title: "Waves" }),
  "feature-maps-titled": () =>
    plot.featureMaps([[[0, 1]], [[2, 3]]], { titles: ["a title that wraps over several lines", "short"] }),
  "feature-maps-in-levels": () => plot.featureMaps(stripes(72, 72)),
  "image-grey": () => plot.image(stripes(24, 32), { title: "Stripes" }),
  "image-colour": () => plot.image([[[1, 0, 0.5]], [[0, 1, 0.5]], [[-1, 0, 2]]]),
  "bars-stacked": () =>
    plot.multiplications({ "one 3×3 pass": 81, "3×1, then 1×3": { "3×1": 45, "1×3": 27 } }, { title: "5×5 map" }),
  "bars-parameters": () =>
    plot.parameters(
      { standard: 108, "depthwise separable": { depthwise: 27, pointwise: 12 } },
      { title: "Parameters" },
    ),
  "bars-log": () => plot.bars({ standard: 462_422_016, depthwise: 903_168 }, { scale: "log" }),
  "bars-zero": () => plot.bars({ nothing: 0 }),
  "blocks-article": () => plot.blocks({ inChannels: 3, outChannels: 4, kernelSize: 3, title: "3 channels to 4" }),
  "blocks-most": () => plot.blocks({ inChannels: 8, outChannels: 8, kernelSize: 5 }),
  depth: () =>
    plot.depth(
      [
        { name: "0", kind: "convolution 3×3", macs: 10_838_016, parameters: 864 },
        { name: "1", kind: "activation", macs: 0, parameters: 0 },
        { name: "2", kind: "depthwise 3×3", macs: 3_612_672, parameters: 288 },
        { name: "3", kind: "convolution 1×1", macs: 25_690_112, parameters: 2048 },
        { name: "4", kind: "linear", macs: 1_024_000, parameters: 1_025_000 },
      ],
      { title: "A small network" },
    ),
  "factors-separable": () => plot.factors(kernels.sobelX, { title: "Sobel x" }),
  "factors-best": () => plot.factors(kernels.sharpen, { title: "Sharpen is not separable" }),
  "factors-too-fine-for-numbers": () => plot.factors(kernels.gaussian(11)),
  "groups-article": () => plot.groups({ inChannels: 4, outChannels: 6, groups: 2, title: "Grouped" }),
  "groups-slider": () => plot.groups({ inChannels: 8, outChannels: 8, groups: [2, 1, 4, 8] }),
  "parameter-curves": () =>
    plot.parameterCurves({ inChannels: 64, outChannels: [16, 64, 256], kernelSize: 3, groups: 8, title: "Parameters" }),
  "ratio-limits": () =>
    plot.ratio({ outChannels: [4, 16, 64, 256, 1024], kernelSizes: [3, 5, 7], title: "What a separable layer costs" }),
  "ratio-crowded": () => plot.ratio({ outChannels: [4, 9, 15], kernelSizes: [1, 2, 11, 12, 13, 14] }),
  roofline: () => plot.roofline({ peak: 6e10, bandwidth: 1.2e10, points: measured, title: "Below the roof" }),
  "roofline-without-bend": () =>
    plot.roofline({ peak: 5e13, bandwidth: 4e9, points: { standard: [measured.standard![0]!] } }),
  shares: () =>
    plot.shares(
      {
        "MACs of MobileNet": { "convolution 1×1": 94.86, "depthwise 3×3": 3.06, "convolution 3×3": 1.91, linear: 0.18 },
        "MACs of AlexNet": { "convolution 11×11": 70, "convolution 5×5": 224, "convolution 3×3": 362, linear: 59 },
      },
      { title: "Where the cost sits" },
    ),
  "sliding-window": () =>
    plot.slidingWindow({
      input: [
        [3, 1, 2],
        [0, -1, 3],
      ],
      kernel: [[1, -2]],
      padding: [0, 1],
      stride: [1, 2],
      title: "A window slides",
    }),
  "sliding-window-dilated-fractions": () =>
    plot.slidingWindow({ input: [[1, 2, 0.125, 4]], kernel: [[0.5, 1 / 3]], dilation: 2 }),
  "speed-ups": () =>
    plot.speedUps({
      channels: [16, 64, 256],
      measured: { separable: [1.8, 4.1, 6.2], "grouped, 8 groups": [2.9, 4.4, 5.1] },
      expected: { "fewer MACs": [5.76, 7.9, 8.7], "bound, one pass": [3.6, 7.9, 8.7] },
      title: "Faster than standard",
    }),
  times: () => plot.times(measured, { peak: 6e10, title: "Time against MACs" }),
  "times-without-peak": () => plot.times({ standard: [measured.standard![0]!] }),
  positions: () => plot.positions({ inputSize: [2, 3], kernelSize: 2, title: "One pass and two" }),
};
