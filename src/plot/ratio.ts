import { checkNames } from "../arguments.ts";
import { separableRatio } from "../article/formula.ts";
import { drawCurves } from "./curves.ts";
import type { Figure } from "./figure.ts";
import { toSizes } from "./sizes.ts";
import { palette, readable } from "./style.ts";

export interface RatioOptions {
  /** the numbers N of output channels along the axis, at least two */
  outChannels: readonly number[];
  /** a curve for each k */
  kernelSizes: readonly number[];
  title?: string;
}

/**
 * What a depthwise separable convolution costs of the standard one, 1/N + 1/k², over N output channels: a curve for each k,
 * and the limit 1/k², which it nears as N grows, as a dashed line.
 *
 * @throws  when outChannels has fewer than two numbers, kernelSizes none or more than six, or one is not an integer from 1
 * @example
 * await display(plot.ratio({ outChannels: [4, 16, 64, 256, 1024], kernelSizes: [3, 5, 7] }));
 * @see Howard et al. 2017, arXiv 1704.04861, section 3.1
 */
export function ratio(options: RatioOptions): Figure {
  checkNames("plot.ratio", options, ["outChannels", "kernelSizes", "title"]);
  const { title } = options;
  const outChannels = toSizes("plot.ratio", "outChannels", options.outChannels, [2, Infinity]);
  const kernelSizes = toSizes("plot.ratio", "kernelSizes", options.kernelSizes, [1, palette.length - 1]);
  const curves = kernelSizes.map((k) => ({
    label: [`${k}×${k}`, `limit ${k === 1 ? "1" : `1/${k ** 2}`}`],
    x: outChannels,
    y: outChannels.map((N) => separableRatio(N, k)),
    limit: 1 / k ** 2,
  }));
  const [first, last] = [outChannels[0], outChannels.at(-1)].map((N = 1) => `N = ${readable(N)}`);
  const words = curves.map(({ label, y }) => `${label[0]} from ${percent(y[0] ?? 0)} to ${percent(y.at(-1) ?? 0)}`);
  return drawCurves({
    title,
    x: "output channels N",
    y: "separable ÷ standard: 1/N + 1/k²",
    format: percent,
    curves,
    alt: `${title ?? "Cost of separable convolution, 1/N + 1/k²"}, from ${first} to ${last}: ${words.join("; ")}`,
  });
}

const percent = (share: number) => `${readable(100 * share)}%`;
