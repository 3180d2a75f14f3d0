import { count } from "../../../src/count/index.ts";
import { totalsOf } from "../../../src/count/tables/layer-cost.ts";
import { create } from "../../../src/models/list.ts";
import * as nn from "../../../src/nn/index.ts";
import type { Example, Saving } from "./layers.ts";
import type { Fields } from "./receptive-fields.ts";
import type { Row } from "./row.ts";

/** What the counter gives for a row. */
export function countedRow({ model, options, without = [], within = "", statistics }: Row) {
  const layers = count
    .module(create(model, options))
    .layers.filter(({ kind, name }) => !without.includes(kind) && name.startsWith(within));
  const { macs, parameters } = totalsOf(layers);
  // batch norm has as many moving statistics as it has parameters
  const moving = statistics ? totalsOf(layers.filter(({ kind }) => kind === "normalization")).parameters : 0;
  return { macs, parameters: parameters + moving };
}

/** What the counter gives for layers, one behind the other. */
export function countedExample({ layers, inputShape, batchSize = 1, counts }: Example) {
  const modules = layers.map(
    ({ inChannels, outChannels, kernelSize, ...options }) =>
      new nn.Conv2d(inChannels, outChannels, kernelSize, options),
  );
  const convention = counts === "torchinfo" ? counts : "macs";
  const cost = count.module(new nn.Sequential(...modules), inputShape, { batchSize, convention });
  return { value: counts === "torchinfo" ? cost.operations : cost.multiplications, parameters: cost.parameters };
}

/** Which share of the MACs a factorization saves, with equal maps. */
export function countedSaving({ standard, factors }: Saving): number {
  const macs = factors.reduce((sum, factor) => sum + count.conv2d(factor, [64, 17, 17]).macs, 0);
  return 1 - macs / count.conv2d(standard, [64, 17, 17]).macs;
}

/** The share of MobileNet's mult-adds and parameters that a kind of layer has, in percent, as table 2 of its paper counts. */
export function countedShares(): Map<string, { macs: number; parameters: number }> {
  const numClasses = 1000;
  const kinds = count
    .module(create("mobilenet_v1"))
    .byKind()
    .kinds.filter(({ kind }) => kind !== "normalization")
    .map(({ kind, macs, parameters }) => ({
      kind,
      macs,
      parameters: kind === "linear" ? parameters - numClasses : parameters,
    }));
  const all = (of: "macs" | "parameters") => kinds.reduce((sum, kind) => sum + kind[of], 0);
  const [macs, parameters] = [all("macs"), all("parameters")];
  return new Map(
    kinds.map((kind) => [
      kind.kind,
      { macs: (100 * kind.macs) / macs, parameters: (100 * kind.parameters) / parameters },
    ]),
  );
}

/** How many pixels a value sees behind a layer or module, or behind one in it, along height and width. */
export function countedFields({ model, options, sizes }: Fields): Record<string, [height: number, width: number]> {
  const { layers } = count.module(create(model, options));
  const behind = (end: string) =>
    layers.flatMap(({ name, receptiveField }) => (`${name}.`.startsWith(`${end}.`) ? [receptiveField ?? [0, 0]] : []));
  const most = (end: string): [number, number] => [
    Math.max(...behind(end).map(([height]) => height)),
    Math.max(...behind(end).map(([, width]) => width)),
  ];
  return Object.fromEntries(Object.keys(sizes).map((end) => [end, most(end)]));
}
