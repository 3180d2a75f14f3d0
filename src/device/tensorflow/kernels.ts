import type { Kernel, Kernels, Operation, Operations } from "../../conv/kernel.ts";
import { isDepthwise, type Problem } from "../../conv/problem.ts";
import type { Abilities } from "./abilities.ts";
import { depthwise } from "./depthwise.ts";
import { pointwise, unfitForProduct } from "./pointwise.ts";
import type { Speeds } from "./speeds.ts";
import { standard } from "./standard.ts";
import { channelsLast, turned } from "./turned.ts";

/** What was found out of this TensorFlow on this machine. */
interface Known {
  abilities: Abilities;
  speeds: Speeds;
}

/** TensorFlow's operations as kernels. */
export function kernelsFor(known: Known): Kernels {
  const rows = <O extends Exclude<Operation, "separable">>(operation: O): Kernel<O>[] => [
    {
      name: "MatMul",
      about: "TensorFlow's product of matrices, without a copy; with a bias, channels last, oneDNN's fused convolution",
      unfit: unfitForProduct,
      run: pointwise[operation] as Operations[O],
    },
    {
      name: OPERATIONS.depthwise[operation],
      about: "TensorFlow's kernel for depthwise convolutions",
      unfit: (problem) => unfitForDepthwise(problem, known, operation),
      run: depthwise[operation] as Operations[O],
    },
    {
      name: OPERATIONS.standard[operation],
      about: "TensorFlow's convolution, in groups too",
      unfit: (problem) => unfitForStandard(problem, known, operation),
      run: standard[operation] as Operations[O],
    },
    {
      name: `${OPERATIONS.standard[operation]}, channels last`,
      about: "TensorFlow's convolution in its faster layout, maps transposed before and after",
      unfit: (problem) => unfitForTurned(problem, known, operation),
      run: turned[operation] as Operations[O],
    },
  ];
  return {
    forward: rows("forward"),
    inputGradient: rows("inputGradient"),
    weightGradient: rows("weightGradient"),
  };
}

const OPERATIONS = {
  standard: { forward: "Conv2D", inputGradient: "Conv2DBackpropInput", weightGradient: "Conv2DBackpropFilter" },
  depthwise: {
    forward: "DepthwiseConv2dNative",
    inputGradient: "DepthwiseConv2dNativeBackpropInput",
    weightGradient: "DepthwiseConv2dNativeBackpropFilter",
  },
};

function unfitForDepthwise(problem: Problem, { abilities }: Known, operation: Operation): string | undefined {
  const { groups, layout, stride } = problem;
  if (!isDepthwise(problem) || groups === 1) return "it mixes channels";
  if (layout === "NCHW" && !abilities.channelsFirst) return `it computes only "NHWC" here`;
  if (stride[0] !== stride[1] && !abilities.unequalStrides) return "it takes only one stride for both axes here";
  if (!isDilated(problem)) return undefined;
  if (operation !== "forward") return "its gradients leave the dilation out";
  return abilities.dilatedDepthwise ? undefined : "it leaves the dilation out here";
}

function unfitForStandard(problem: Problem, { abilities, speeds }: Known, operation: Operation): string | undefined {
  const { groups, layout } = problem;
  if (layout === "NCHW" && !abilities.channelsFirst) return `it computes only "NHWC" here`;
  if (layout === "NCHW" && groups === 1 && speeds.slowChannelsFirst) return `it is slow in "NCHW" here`;
  if (operation === "forward") return undefined;
  if (groups > 1 && !abilities.groupedGradients) return "it has no gradients in groups here";
  return isDilated(problem) && !abilities.dilatedGradients ? "it has no dilated gradients here" : undefined;
}

function unfitForTurned(problem: Problem, known: Known, operation: Operation): string | undefined {
  if (problem.layout === "NHWC") return "its channels are last already";
  return problem.groups > 1 ? "it is in groups" : unfitForStandard(channelsLast(problem), known, operation);
}

const isDilated = ({ dilation }: Problem) => Math.max(...dilation) > 1;
