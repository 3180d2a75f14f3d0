import { arrangements } from "./arrangement.ts";
import { convolutions } from "./convolution.ts";
import { products } from "./dense.ts";
import { elementwise } from "./elementwise.ts";
import { normalizations } from "./normalization.ts";
import { poolings } from "./pooling.ts";
import type { Rule } from "./rule.ts";

/** The layers of Keras that counting knows, by class. */
export const rules: ReadonlyMap<string, Rule> = new Map([
  ...arrangements,
  ...convolutions,
  ...elementwise,
  ...normalizations,
  ...poolings,
  ...products,
]);
