import { refuse, show } from "../../errors.ts";
import type { tf } from "../../tf.ts";
import { Module, type ModuleOutput } from "../module.ts";
import { fold } from "./fold.ts";
import { Fused, type Exchange, type Fusion } from "./fused.ts";
import { FusedConv2d, FusedSeparableConv2d } from "./layers.ts";
import { groupsIn } from "./links.ts";
import { runsOf } from "./places.ts";

export type { Fused, Fusion } from "./fused.ts";

/**
 * The inference form of a network: in each nn.Sequential a batch norm is folded into the convolution before it and a ReLU or
 * ReLU6 computed with it, and a depthwise convolution followed by a pointwise one becomes a single separableConv2d. Results
 * are the same up to rounding. Layers that a class calls one by one, outside of an nn.Sequential, stay as they are.
 *
 * The network stays as it is, and is needed: the layers that were not fused are its own. What it learns later, the folded tensors
 * do not know.
 *
 * @param network  any nn.Module in eval mode
 * @returns        a module that gives what the network gives, with the list `fusions` of what was fused; it owns the folded
 *                 tensors until its `dispose()`
 * @throws  when a module of the network is in training mode, or the network is fused already
 * @example
 * const network = models.mobilenetV1({ alpha: 0.25, resolution: 128 }).eval();
 * const fused = nn.fuse(network);
 * console.log(fused.fusions.length, fused.fusions[0]); // 14: a convolution, and 13 separable ones
 * console.log(fused.forward(tf.zeros([1, 3, 128, 128])).shape); // [1, 1000]
 * fused.dispose();
 * network.dispose();
 * @see https://docs.pytorch.org/docs/stable/generated/torch.ao.quantization.fuse_modules.fuse_modules.html
 */
export function fuse<Output extends ModuleOutput = tf.Tensor>(network: Module<Output>): Fused<Output> {
  const who = "nn.fuse";
  if (!(network instanceof Module)) refuse(who, "an nn.Module", show(network), "give it the network itself");
  if (network instanceof Fused) refuse(who, "a network", "one that is fused already", "use it as it is");
  const learning = network.namedModules().find(([, module]) => module.training);
  if (learning) {
    const name = learning[0] === "" ? "one" : `"${learning[0]}"`;
    refuse(who, "a network in eval mode", `${name} in training mode`, "call network.eval() first");
  }
  const exchanges: Exchange[] = [];
  const fusions: Fusion[] = [];
  const made: tf.Variable[] = [];
  for (const group of runsOf(network).flatMap(groupsIn)) {
    const folded = group.map(fold);
    const layer =
      group.length === 1
        ? new FusedConv2d(group[0], folded[0]!)
        : new FusedSeparableConv2d(group, folded[0]!, folded[1]!);
    const places = group.flatMap((link) => link.places);
    places.forEach((place, i) => exchanges.push({ place, other: i === 0 ? layer : undefined }));
    fusions.push({
      layers: places.map(({ name }) => name),
      by: group.length === 1 ? "conv2d" : "separableConv2d",
    });
    made.push(...folded.flatMap(({ made }) => made));
  }
  return new Fused(network, exchanges, fusions, made);
}
