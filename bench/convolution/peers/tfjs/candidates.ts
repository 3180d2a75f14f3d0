import type { Tensor, Tensor4D } from "@tensorflow/tfjs";
import { convolutionsOf } from "../../work/layer.ts";
import { shapesOf, type LayerTask, type NetworkTask, type ProductTask, type Task } from "../../work/task.ts";
import { SEEDS, values } from "../../work/values.ts";
import type { Candidate } from "../candidate.ts";
import type { BuiltNetwork, Layout, Style, Tf } from "./style.ts";

/** Waits until the GPU has done what it was asked for; undefined for a backend that computes at once. */
export type Settle = (() => Promise<void>) | undefined;

/** The ways of a style of tfjs to do a task. */
export function candidatesOf(tf: Tf, style: Style, settle: Settle, task: Task): Candidate[] {
  const waiting = settle ? { settle } : {};
  const withSettle = (candidate: Candidate<Tensor[]>) => ({ ...candidate, ...waiting }) as Candidate;
  if (task.kind === "product") return [withSettle(productOf(tf, task))];
  if (task.kind === "network") return style.networks(task).map((network) => withSettle(networkOf(task, network)));
  return style.layouts.map((layout) => withSettle(layerOf(tf, style, settle !== undefined, task, layout)));
}

const free = (outputs: Tensor[]) => outputs.forEach((output) => output.dispose());

function layerOf(tf: Tf, style: Style, isAsynchronous: boolean, task: LayerTask, layout: Layout): Candidate<Tensor[]> {
  const { layer, pass } = task;
  const shapes = shapesOf(task);
  const parts = convolutionsOf(layer);
  const maps = (shape: number[], seed: number) =>
    tf.tidy((): Tensor4D => {
      const nchw: Tensor4D = tf.tensor(values(tf.util.sizeFromShape(shape), seed), shape as Tensor4D["shape"]);
      return layout === "NCHW" ? nchw : tf.transpose(nchw, [0, 2, 3, 1]);
    });
  const toNchw = (y: Tensor) => (layout === "NCHW" ? y : tf.transpose(y, [0, 3, 1, 2]));
  const x = maps(shapes.x, SEEDS.x);
  const weights = shapes.weights.map((shape, i) =>
    tf.tidy(() => {
      const numbers = values(tf.util.sizeFromShape(shape), SEEDS.weights + i);
      return style.fromOIHW(tf.tensor(numbers, shape as Tensor4D["shape"]), parts[i]!);
    }),
  );
  const dy = pass === "forward" ? undefined : maps(shapes.y, SEEDS.dy);
  // on a GPU the forward pass is only asked for when it returns, so there it counts
  const forward = (mark: () => void) => (x: Tensor4D, weights: readonly Tensor4D[]) => {
    const y = style.forward(x, weights, layer, layout);
    if (!isAsynchronous) mark();
    return y;
  };
  return {
    layout,
    run: (mark) =>
      tf.tidy(() => {
        if (dy === undefined) return [style.forward(x, weights, layer, layout)];
        const convolve = forward(mark);
        if (pass === "input gradient") return [tf.grad((x) => convolve(x as Tensor4D, weights))(x, dy)];
        return tf.grads((...weights) => convolve(x, weights as Tensor4D[]))(weights, dy);
      }),
    async read(outputs) {
      const isWeights = pass === "weight gradient";
      const ordered = outputs.map((y, i) =>
        tf.tidy(() => (isWeights ? style.toOIHW(y as Tensor4D, parts[i]!) : toNchw(y)).clone()),
      );
      const read = await Promise.all(ordered.map((y) => y.data<"float32">()));
      free(ordered);
      return concatenate(read);
    },
    free,
    dispose: () => free([x, ...weights, ...(dy ? [dy] : [])]),
  };
}

function concatenate(arrays: Float32Array[]): Float32Array {
  const whole = new Float32Array(arrays.reduce((sum, { length }) => sum + length, 0));
  arrays.reduce((place, array) => (whole.set(array, place), place + array.length), 0);
  return whole;
}

const STEPS = 3;

/** A training step's result is its loss and those of the two steps behind it, from the beginning on. */
function networkOf({ pass }: NetworkTask, network: BuiltNetwork): Candidate<Tensor[]> {
  return {
    layout: network.layout,
    run: () => [network.run()],
    async read([logits]) {
      if (pass === "inference") return logits!.data<"float32">();
      network.reset();
      const losses: number[] = [];
      for (let step = 0; step < STEPS; step++) {
        const loss = network.run();
        losses.push((await loss.data())[0]!);
        loss.dispose();
      }
      return Float32Array.from(losses);
    },
    free,
    dispose: () => network.dispose(),
  };
}

function productOf(tf: Tf, { size }: ProductTask): Candidate<Tensor[]> {
  const [a, b] = [SEEDS.x, SEEDS.weights].map((seed) => tf.tensor2d(values(size * size, seed), [size, size]));
  return {
    layout: "rows",
    run: () => [tf.matMul(a!, b!)],
    read: ([product]) => product!.data<"float32">(),
    free,
    dispose: () => free([a!, b!]),
  };
}
