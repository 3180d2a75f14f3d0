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

/** Small programs, one for each thing that figures do differently. */
export const programs: Record<string, () => plot.Figure> = {
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
};
