import { atBudget } from "./at-budget.ts";
import { compare } from "./compare.ts";
import { conv2d } from "./conv2d.ts";
import { countFn } from "./fn.ts";
import { keras } from "./keras/keras.ts";
import { countModule } from "./module.ts";
import { onnx } from "./onnx/onnx.ts";
import { countReplaced } from "./replace.ts";

export type { AtBudget, BudgetOptions } from "./at-budget.ts";
export type { ComparedCost } from "./compare.ts";
export type { Conv2dCost, CountedConv2d } from "./conv2d.ts";
export type { ModuleCost } from "./tables/module-cost.ts";
export type { Example } from "./fn.ts";
export type { FunctionCost, OperationRow } from "./tables/function-cost.ts";
export type { FileCost } from "./formats/file-cost.ts";
export type { KerasOptions } from "./keras/keras.ts";
export type { KindCost, KindTable } from "./tables/kind-cost.ts";
export type { LayerCost, Totals } from "./tables/layer-cost.ts";
export type { OnnxOptions } from "./onnx/onnx.ts";
export type { ReplaceOptions } from "./replace.ts";
export type { ReplacedCost } from "./tables/replaced-cost.ts";
export { standardTo, type Rewritings } from "./standard-to.ts";
export type { FullSummary, SummaryRow } from "./tables/full-summary.ts";
export { summary, type FullOptions, type Summary, type SummaryOptions } from "./summary.ts";
export type { InputShape } from "./layers/trace.ts";

/** What convolutions, modules, functions and the files of others cost, by their shapes. */
export const count = {
  conv2d,
  module: countModule,
  fn: countFn,
  onnx,
  keras,
  compare,
  replace: countReplaced,
  atBudget,
};
