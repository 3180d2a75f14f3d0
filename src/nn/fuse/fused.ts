import { channel } from "node:diagnostics_channel";
import { refuse } from "../../errors.ts";
import type { tf } from "../../tf.ts";
import { Module, type AnyModule, type ModuleOutput } from "../module.ts";
import type { Place } from "./places.ts";

/** Layers that are computed at once. */
export interface Fusion {
  /** Their names in the network. */
  layers: readonly string[];
  /** The call that computes them. */
  by: "conv2d" | "separableConv2d";
}

/** A layer that takes a place while the fused network runs, or leaves it empty. */
export interface Exchange {
  place: Place;
  other: Module | undefined;
}

/**
 * A network with other layers in some of its places, which they take only while it runs or is looked at. It has the network's
 * names, and of its tensors owns those that were folded.
 */
export class Fused<Output extends ModuleOutput = tf.Tensor> extends Module<Output> {
  /** What was fused, in the network's order. */
  readonly fusions: readonly Fusion[];
  readonly #network: Module<Output>;
  readonly #exchanges: readonly Exchange[];
  readonly #made: readonly tf.Variable[];
  #isExchanged = false;

  constructor(network: Module<Output>, exchanges: Exchange[], fusions: Fusion[], made: tf.Variable[]) {
    super();
    this.fusions = fusions;
    this.#network = network;
    this.#exchanges = exchanges;
    this.#made = made;
    this.training = false;
    // What counts a published network takes its shape from here.
    if ("inputShape" in network) Object.assign(this, { inputShape: network.inputShape });
  }

  override forward(...inputs: tf.Tensor[]): Output {
    if (this.#network.training) {
      const remedy = "call eval() on the network, or fuse it again after training";
      refuse("nn.fuse", "the network in eval mode, as it was fused", "one that trains", remedy);
    }
    return this.#exchanged(() => this.#network.forward(...inputs));
  }

  override train(mode = true): this {
    const remedy = "train the network that was fused, and fuse it again";
    if (mode) refuse("nn.fuse", "a fused network to stay in eval mode", "train()", remedy);
    return super.train(false);
  }

  override namedModules(): Array<[string, AnyModule]> {
    return this.#exchanged(() => super.namedModules());
  }

  override stateDict(): Record<string, tf.Variable> {
    return this.#exchanged(() => super.stateDict());
  }

  override loadStateDict(state: Parameters<Module["loadStateDict"]>[0]): void {
    this.#exchanged(() => super.loadStateDict(state));
  }

  override submodules(): Array<[string, AnyModule]> {
    return this.#exchanged(() => this.#network.submodules());
  }

  override ownTensors(): ReturnType<Module["ownTensors"]> {
    return this.#network.ownTensors();
  }

  /** Frees the folded tensors; the network keeps its own. */
  override dispose(): void {
    for (const variable of this.#made) variable.dispose();
  }

  #exchanged<T>(run: () => T): T {
    if (this.#isExchanged) return run();
    // An interrupt of a cell ends the run without the finally.
    interrupts.subscribe(this.#putBack);
    this.#isExchanged = true;
    for (const { place, other } of this.#exchanges) put(place, other);
    try {
      return run();
    } finally {
      this.#putBack();
    }
  }

  #putBack = (): void => {
    for (const { place } of this.#exchanges) put(place, place.module);
    this.#isExchanged = false;
    interrupts.unsubscribe(this.#putBack);
  };
}

/** On which the kernel tells that what ran was ended. */
const interrupts = channel("sepconv.interrupt");

/** A place without a layer becomes a hole in the list, which an nn.Sequential passes over. */
function put({ list, index }: Place, module: Module | undefined): void {
  if (module) list[index] = module;
  else Reflect.deleteProperty(list, index);
}
