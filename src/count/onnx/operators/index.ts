import { arrangements } from "./arrangement.ts";
import { convolutions } from "./convolution.ts";
import { elementwise } from "./elementwise.ts";
import { normalizations } from "./normalization.ts";
import type { Operator } from "./operator.ts";
import { poolings } from "./pooling.ts";
import { products } from "./product.ts";
import { reductions } from "./reduction.ts";
import { selections } from "./selection.ts";
import { sources } from "./source.ts";

/** The operators of ONNX's own domain that counting knows, by name. */
export const operators: ReadonlyMap<string, Operator> = new Map([
  ...arrangements,
  ...convolutions,
  ...elementwise,
  ...normalizations,
  ...poolings,
  ...products,
  ...reductions,
  ...selections,
  ...sources,
]);
