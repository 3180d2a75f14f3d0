import { tf } from "../../../tf.ts";
import { every, like, type ShapeRule, type ShapeRules } from "./outline.ts";

const filled: ShapeRule = (_, { shape, dtype }: tf.FillAttrs) => ({ shape: [...shape], dtype });

const spaced: ShapeRule = (_, { num }: tf.LinSpaceAttrs) => ({ shape: [num], dtype: "float32" });

const ranged: ShapeRule = (_, { start, stop, step, dtype }: tf.RangeAttrs) => ({
  shape: [Math.max(0, Math.ceil((stop - start) / step))],
  dtype,
});

const oneHot: ShapeRule = ({ indices }, { depth, dtype }: tf.OneHotAttrs) => ({
  shape: [...indices!.shape, depth],
  dtype,
});

const drawn: ShapeRule = ({ logits }, { numSamples }: tf.MultinomialAttrs) => ({
  shape: [logits!.shape[0]!, numSamples],
  dtype: "int32",
});

/** Kernels that make values, and transforms of signals. */
export const generation: ShapeRules = [
  ["Fill", filled],
  ["LinSpace", spaced],
  ["Range", ranged],
  ["OneHot", oneHot],
  ["Multinomial", drawn],
  ...every("FFT IFFT", ({ input }) => like(input!)),
];
