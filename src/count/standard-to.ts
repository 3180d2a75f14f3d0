import { checkNames, toChoice, toWhole, type Pair } from "../arguments.ts";
import * as nn from "../nn/index.ts";
import { hasBias } from "./layers/arithmetic.ts";

/** Into what a standard convolution can be made, and the options of each. */
export interface Rewritings {
  /** Depthwise, then pointwise: k·k·C_in·m + C_in·m·C_out weights. */
  separable: {
    /** Depthwise channels for each input channel, m; 1 by default. */
    multiplier?: number;
  };
  /** The same convolution in groups: k·k·C_in·C_out / groups weights. */
  grouped: {
    /** 2 by default; a layer whose channels it does not divide stays as it is. */
    groups?: number;
  };
  /** A k×1 and then a 1×k convolution: k·C_in·R + k·R·C_out weights. */
  spatial: {
    /** Channels between them, R; by default the output channels, as in Inception. */
    channels?: number;
  };
}

/**
 * A rule that makes something cheaper of a standard convolution, one without groups whose kernel is larger than 1×1: for
 * `count.replace`, or for `nn.replace`, which changes the network itself. Stride, padding, dilation and bias are kept; the
 * weights are new.
 *
 * @param form     "separable" (Chollet, arXiv 1610.02357), "grouped" (Krizhevsky et al. 2012) or "spatial" (Szegedy et al.,
 *                 arXiv 1512.00567, section 3.2)
 * @param options  multiplier, groups or channels
 * @returns        what is to stand in a module's place, and undefined for one that stays
 * @throws  when there is no such form or option
 * @example
 * const network = new nn.Sequential(new nn.Conv2d(64, 64, 3, { padding: 1, bias: false }));
 * nn.replace(network, standardTo("separable"));
 * console.log(count.module(network, [64, 56, 56]).parameters); // 9 · 64 + 64 · 64 = 4672, before 36864
 */
export function standardTo<Form extends keyof Rewritings>(form: Form, options: Rewritings[Form] = {}): nn.Replacement {
  checkNames("standardTo", options, OPTIONS[toChoice("standardTo", "form", form, FORMS)]);
  for (const [name, value] of Object.entries(options)) toWhole("standardTo", name, value, 1);
  const rewrite = REWRITINGS[form];
  return (module) => (module instanceof nn.Conv2d && isStandard(module) ? rewrite(module, options) : undefined);
}

/** Whether every output channel sees every input channel through a window. */
const isStandard = ({ groups, inChannels, kernelSize: [rows, columns] }: nn.Conv2d) =>
  groups === 1 && inChannels > 1 && rows * columns > 1;

const OPTIONS = { separable: ["multiplier"], grouped: ["groups"], spatial: ["channels"] };
const FORMS = ["separable", "grouped", "spatial"] as const;

const REWRITINGS: {
  [Form in keyof Rewritings]: (conv: nn.Conv2d, options: Rewritings[Form]) => nn.Module | undefined;
} = {
  separable(conv, { multiplier = 1 }) {
    const { inChannels, outChannels, kernelSize } = conv;
    const middle = inChannels * multiplier;
    return new nn.Sequential(
      new nn.Conv2d(inChannels, middle, kernelSize, { ...placement(conv), groups: inChannels, bias: false }),
      new nn.Conv2d(middle, outChannels, 1, { bias: hasBias(conv) }),
    );
  },
  grouped(conv, { groups = 2 }) {
    const { inChannels, outChannels, kernelSize } = conv;
    if (inChannels % groups !== 0 || outChannels % groups !== 0) return undefined;
    return new nn.Conv2d(inChannels, outChannels, kernelSize, { ...placement(conv), groups, bias: hasBias(conv) });
  },
  spatial(conv, { channels = conv.outChannels }) {
    const { inChannels, outChannels, kernelSize } = conv;
    if (kernelSize.includes(1)) return undefined;
    const { paddingMode, stride, padding, dilation } = placement(conv);
    const along = (axis: 0 | 1) => {
      const only = (pair: Pair, other: number): Pair => (axis === 0 ? [pair[0], other] : [other, pair[1]]);
      const padded = typeof padding === "string" ? padding : only(padding, 0);
      return { paddingMode, stride: only(stride, 1), padding: padded, dilation: only(dilation, 1) };
    };
    return new nn.Sequential(
      new nn.Conv2d(inChannels, channels, [kernelSize[0], 1], { ...along(0), bias: false }),
      new nn.Conv2d(channels, outChannels, [1, kernelSize[1]], { ...along(1), bias: hasBias(conv) }),
    );
  },
};

const placement = ({ stride, padding, paddingMode, dilation }: nn.Conv2d) => ({
  stride,
  padding,
  paddingMode,
  dilation,
});
