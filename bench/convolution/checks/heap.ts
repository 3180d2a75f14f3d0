/**
 * What convolutions take of WebAssembly's heap at their height, in a process of its own: `node heap.ts THREADS`. Prints JSON of
 * bytes, for one thread and so many.
 */
import { setTimeout } from "node:timers/promises";
import { tf, useDevice } from "sepconv";
import { engine } from "../../../src/device/wasm/start.ts";
import { sepconv } from "../peers/tfjs/sepconv.ts";
import type { Layout } from "../peers/tfjs/style.ts";
import { goalTasks } from "../work/goals.ts";
import { titleOf, type Layer } from "../work/layer.ts";
import { convolutionsIn, distinct, NETWORKS } from "../work/network.ts";
import { shapesOf } from "../work/task.ts";
import { watch } from "./watch.ts";

export interface Height {
  title: string;
  output: number;
  /** Beside x, weights and result, packed weights left out. */
  extra: number;
}

const heights: Height[] = [];
for (const threads of new Set([1, Number(process.argv[2])])) {
  await useDevice("wasm", { threads });
  await awaken(threads);
  for (const layer of layers()) {
    for (const layout of sepconv.layouts) {
      for (const batch of [1, 8]) {
        const title = `${titleOf(layer)}, ${layout}, batch ${batch}, threads ${threads}`;
        heights.push({ title, ...tf.tidy(() => heightOf(layer, layout, batch)) });
      }
    }
  }
}
console.log(JSON.stringify(heights));

/** The distinct ones of the goals and the networks. */
function layers(): Layer[] {
  const goals = goalTasks(["forward"]).flatMap((task) => (task.kind === "layer" ? [task.layer] : []));
  return distinct([...goals, ...Object.keys(NETWORKS).flatMap(convolutionsIn)]);
}

/** The first convolution has other threads start; until they are there it takes scratch memory for one. */
async function awaken(threads: number): Promise<void> {
  while (engine().pool.present < threads) {
    tf.tidy(() => heightOf(layers()[0]!, "NCHW", 1));
    await setTimeout(5);
  }
}

function heightOf(layer: Layer, layout: Layout, batch: number): Omit<Height, "title"> {
  const { x, weights, y } = shapesOf({ kind: "layer", layer, pass: "forward", batch });
  const [images, channels, ...places] = x;
  const maps = filled(layout === "NCHW" ? x : [images!, ...places, channels!]);
  const kernels = weights.map(filled);
  const { most, left } = watch(() => tf.tidy(() => sepconv.forward(maps, kernels, layer, layout)));
  return { output: 4 * tf.util.sizeFromShape(y), extra: most - left };
}

function filled(shape: number[]): tf.Tensor4D {
  return tf.fill(shape as tf.Tensor4D["shape"], 1);
}
