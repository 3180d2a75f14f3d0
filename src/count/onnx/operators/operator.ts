import type { Products } from "../../formats/layer.ts";
import type { Node } from "../node.ts";
import type { Value } from "../value.ts";

/** What counting knows of an operator of ONNX. */
export interface Operator {
  kind: string | ((node: Node) => string);
  /** What is known of the outputs when the inputs' shapes are known. */
  infer: (node: Node) => Value[];
  /** What it multiplies and sums up; none for what the papers' tables leave out. Null when it cannot be told. */
  products?: (node: Node, outputs: readonly Value[]) => Products | null;
  /** Which inputs can be learned, where others are settings or statistics; all of them by default. */
  learned?: readonly number[];
}

export const named = (names: string, operator: Operator): Array<[string, Operator]> =>
  names.split(" ").map((name) => [name, operator]);
