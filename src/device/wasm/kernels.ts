import type { Kernels } from "../../conv/kernel.ts";
import { isDepthwise, type Problem } from "../../conv/problem.ts";
import { depthwise } from "./depthwise.ts";
import type { Engine } from "./engine.ts";
import { product } from "./product.ts";
import { separable } from "./separable.ts";

/** This project's kernels on tfjs's wasm heap: for every convolution in both layouts. */
export function kernelsOf(engine: Engine): Kernels {
  const whole = { ...PRODUCT, unfit: () => undefined };
  const [strips, blocks] = [depthwise(engine), product(engine)];
  return {
    forward: [
      { ...STRIPS, unfit: notDepthwise, run: strips.forward },
      { ...whole, run: blocks.forward },
    ],
    inputGradient: [
      { ...STRIPS, unfit: notOneToOne, run: strips.inputGradient },
      { ...whole, run: blocks.inputGradient },
    ],
    weightGradient: [
      { ...STRIPS, unfit: notDepthwise, run: strips.weightGradient },
      { ...whole, run: blocks.weightGradient },
    ],
    separable: [{ ...FUSED, unfit: tooWide, run: separable(engine) }],
  };
}

const PRODUCT = {
  name: "wasm product",
  about: "a matrix product by SIMD: packed weights times what the kernel sees, gathered block by block",
};

const STRIPS = {
  name: "wasm depthwise",
  about: "each channel by itself, sixteen neighbouring places at a time by SIMD",
};

const FUSED = {
  name: "wasm separable",
  about: "both passes in one: what lies between goes block by block from the depthwise pass into the pointwise product",
};

const notDepthwise = (p: Problem) => (isDepthwise(p) ? undefined : "it mixes channels");

const notOneToOne = (p: Problem) =>
  isDepthwise(p) && p.outChannels === p.inChannels ? undefined : "more than one filter leads to a channel";

const tooWide = ({ outWidth }: Problem) =>
  outWidth > 1024 ? "a row of more than 1024 places does not fit into a block" : undefined;
