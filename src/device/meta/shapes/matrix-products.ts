import { tf } from "../../../tf.ts";
import { every, like, type ShapeRule, type ShapeRules } from "./outline.ts";

const matMul: ShapeRule = ({ a, b }, { transposeA, transposeB }: tf.BatchMatMulAttrs) => {
  const [rows, innerA] = transposeA ? [a!.shape.at(-1)!, a!.shape.at(-2)!] : [a!.shape.at(-2)!, a!.shape.at(-1)!];
  const [innerB, columns] = transposeB ? [b!.shape.at(-1)!, b!.shape.at(-2)!] : [b!.shape.at(-2)!, b!.shape.at(-1)!];
  tf.util.assert(innerA === innerB, () => `matMul: [${a!.shape}] and [${b!.shape}] share no inner size`);
  const batch = tf.broadcast_util.assertAndGetBroadcastShape(a!.shape.slice(0, -2), b!.shape.slice(0, -2));
  return like(a!, [...batch, rows, columns]);
};

const einsum: ShapeRule = (inputs, { equation }: tf.EinsumAttrs) => {
  const terms = Object.values(inputs);
  const { allDims, idDims, summedDims } = tf.backend_util.decodeEinsumEquation(equation, terms.length);
  tf.backend_util.checkEinsumDimSizes(allDims.length, idDims, terms as tf.Tensor[]);
  const sizes = new Map(terms.flatMap(({ shape }, term) => idDims[term]!.map((dim, axis) => [dim, shape[axis]!])));
  return like(
    terms[0]!,
    Array.from({ length: allDims.length - summedDims.length }, (_, dim) => sizes.get(dim)!),
  );
};

/** Matrix products and what generalizes them. */
export const matrixProducts: ShapeRules = [...every("BatchMatMul _FusedMatMul", matMul), ["Einsum", einsum]];
