import type { Pair } from "../../arguments.ts";
import type { KernelCall } from "../../device/meta/backend.ts";
import * as nn from "../../nn/index.ts";
import { kindOf } from "./kind.ts";
import { EVERYTHING, windowOfKernel, windowOfLayer, type Window } from "./receptive-window.ts";

/** What a value sees of the network's input, along height and width. */
export interface ReceptiveField {
  /** Pixels of the input that the value depends on, padding included; Infinity for all of them, however large the input. */
  size: Pair;
  /** Pixels of the input between neighbours: the product of the strides before. */
  jump: Pair;
}

/** What a pixel of the input sees. */
const PIXEL: ReceptiveField = { size: [1, 1], jump: [1, 1] };

/** Receptive fields of tensors, told apart by their data, as operations and layers carry them on. */
export class ReceptiveFields {
  readonly #fields = new WeakMap<object, ReceptiveField>();

  /** Begins with the tensors that are the network's images; other inputs see nothing of any. */
  begin(inputs: ReadonlyArray<{ dataId: object; shape: number[] }>): void {
    for (const { dataId, shape } of inputs) if (shape.length === 4) this.#fields.set(dataId, PIXEL);
  }

  /** What tensors see together; null where they depend on no image. */
  of(tensors: ReadonlyArray<{ dataId: object }>): ReceptiveField | null {
    const fields = tensors.flatMap(({ dataId }) => this.#fields.get(dataId) ?? []);
    if (fields.length < 2) return fields[0] ?? null;
    const most = (of: (field: ReceptiveField) => Pair): Pair =>
      fields.map(of).reduce(([height, width], [h, w]) => [Math.max(height, h), Math.max(width, w)]);
    return { size: most(({ size }) => size), jump: most(({ jump }) => jump) };
  }

  /** Lets what an operation returns see what its inputs see, through its window. */
  carry(kernel: KernelCall): void {
    const field = this.of(Object.values(kernel.inputs));
    if (field) this.set(kernel.outputs, behind(windowOfKernel(kernel), field));
  }

  set(tensors: ReadonlyArray<{ dataId: object }>, field: ReceptiveField): void {
    for (const { dataId } of tensors) this.#fields.set(dataId, field);
  }
}

/**
 * The field behind a layer: a window of k taps, d apart, adds d·(k − 1) jumps, and its stride multiplies the jump.
 * Undefined for what is no layer of `nn` that has a kind, so that only its operations tell.
 *
 * @see Araujo, Norris and Sim 2019, "Computing Receptive Fields of Convolutional Neural Networks", Distill, equation 2
 */
export function receptiveFieldBehind(
  layer: nn.AnyModule,
  inputShape: readonly number[],
  before: ReceptiveField,
): ReceptiveField | undefined {
  const isWhole = layer instanceof nn.Linear && inputShape.length <= 2;
  const isMean =
    layer instanceof nn.AdaptiveAvgPool2d && layer.outputSize.some((size, i) => size < inputShape.at(i - 2)!);
  if (isWhole || isMean) return behind(EVERYTHING, before);
  return kindOf(layer) === "other" ? undefined : behind(windowOfLayer(layer), before);
}

function behind(window: Window | undefined, { size, jump }: ReceptiveField): ReceptiveField {
  if (!window) return { size, jump };
  const { reach, stride } = window;
  return {
    size: [size[0] + reach[0] * jump[0], size[1] + reach[1] * jump[1]],
    jump: [jump[0] * stride[0], jump[1] * stride[1]],
  };
}
