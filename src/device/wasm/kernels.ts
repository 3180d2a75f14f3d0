import type { Kernels } from "../../conv/kernel.ts";
import { isDepthwise, type Problem } from "../../conv/problem.ts";
import { depthwise } from "./depthwise.ts";
import type { Engine } from "./engine.ts";
import { product } from "./product.ts";
import { separable } from "./separable.ts";

/** This project's kernels on tfjs's wasm heap: for every convolution in both layouts. */
export function kernelsOf(engine: Engine): Kernels {
  const whole = { ...PRODUCT, unfit: tooLarge };
  const [strips, blocks] = [depthwise(engine), product(engine)];
  return {
    forward: [
      { ...STRIPS, unfit: unfitForStrips, run: strips.forward },
      { ...whole, run: blocks.forward },
    ],
    inputGradient: [
      { ...STRIPS, unfit: unfitBackwards, run: strips.inputGradient },
      { ...whole, run: blocks.inputGradient },
    ],
    weightGradient: [
      { ...STRIPS, unfit: unfitForStrips, run: strips.weightGradient },
      { ...whole, run: blocks.weightGradient },
    ],
    separable: [{ ...FUSED, unfit: unfitForBoth, run: separable(engine) }],
  };
}

const PRODUCT = {
  name: "wasm product",
  about: "a matrix product by SIMD: packed weights times what the kernel sees, gathered block by block",
};

const STRIPS = {
  name: "wasm depthwise",
  about: "each channel by itself, by SIMD over neighbouring places, or channels where they are last",
};

const FUSED = {
  name: "wasm separable",
  about: "both passes in one: what lies between goes block by block from the depthwise pass into the pointwise product",
};

const unfitForStrips = (p: Problem) => (isDepthwise(p) ? tooFar(p) : "it mixes channels");

const unfitBackwards = (p: Problem) =>
  isDepthwise(p) && p.outChannels === p.inChannels ? tooFar(p) : "more than one filter leads to a channel";

function unfitForBoth(p: Problem): string | undefined {
  if (p.outWidth > 1024) return "a row of more than 1024 places does not fit into a block";
  const scattered = p.layout === "NHWC" && p.stride[1] > 1;
  return scattered ? "columns that are apart in NHWC are faster in two passes" : tooFar(p);
}

/** Places are reckoned with 32 bits. */
function tooLarge({ kernel, dilation, stride, padding }: Problem): string | undefined {
  const steps = [...stride, ...padding.flat(), dilation[0] * kernel[0], dilation[1] * kernel[1]];
  return Math.max(...steps) >= 2 ** 24 ? "steps of 2²⁴ places or more are too large for it" : undefined;
}

/** A strip holds all lines that a row of the result reaches over. */
function tooFar(p: Problem): string | undefined {
  const { kernel, dilation, stride, width, padding } = p;
  const [lines, columns] = [dilation[0] * (kernel[0] - 1) + 1, dilation[1] * (kernel[1] - 1)];
  const length = width + padding[1][0] + padding[1][1] + columns + AHEAD * stride[1];
  return lines * length > MOST ? "its window reaches over more lines than fit into a strip" : tooLarge(p);
}

/** Numbers that each phase of a line has beyond it, at most. */
const AHEAD = 32;

/** Numbers: 8 MiB. */
const MOST = 2 ** 21;
