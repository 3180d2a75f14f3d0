import { arrangement } from "./shapes/arrangement.ts";
import { convolutions } from "./shapes/convolutions.ts";
import { elementWise } from "./shapes/element-wise.ts";
import { generation } from "./shapes/generation.ts";
import { images } from "./shapes/images.ts";
import { matrixProducts } from "./shapes/matrix-products.ts";
import { normalizations } from "./shapes/normalizations.ts";
import type { ShapeRule } from "./shapes/outline.ts";
import { pooling } from "./shapes/pooling.ts";
import { reductions } from "./shapes/reductions.ts";
import { selection } from "./shapes/selection.ts";

/** The kernels that have a shape rule, by TensorFlow.js's names. */
export const shapeRules: ReadonlyMap<string, ShapeRule> = new Map([
  ...elementWise,
  ...reductions,
  ...matrixProducts,
  ...convolutions,
  ...pooling,
  ...normalizations,
  ...arrangement,
  ...selection,
  ...images,
  ...generation,
]);
