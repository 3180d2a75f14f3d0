import { checkNames } from "../../arguments.ts";
import { refuse, show } from "../../errors.ts";
import { inputShapes } from "../formats/input-shape.ts";
import { FileCost } from "../formats/file-cost.ts";
import type { InputShape } from "../layers/trace.ts";
import { Walk } from "./graph.ts";
import { isKeras, isObject, topologyOf, type Topology } from "./topology.ts";

/** How a Keras model is counted. */
export interface KerasOptions {
  /** The input's shape in the model's own order, or a list of shapes for several inputs, with the batch or without; the file's own by default. */
  inputShape?: InputShape | undefined;
  /** 1 by default. */
  batchSize?: number | undefined;
}

/**
 * What each layer of a Keras model costs, by what its JSON says; no layer is made. Unlike TensorFlow.js, this knows the
 * groups of a convolution.
 *
 * @param model    the JSON of `model.to_json()` of Keras 2 or 3, or the `model.json` of TensorFlow.js (a layers model), parsed
 * @returns        a row for each call of a layer, layers of models inside as `outer/inner`; a layer that is called twice
 *                 brings its parameters once. `uncounted` names the layers of which no rule is known
 * @throws  when it is no such model, or shapes do not fit: the error names the layer
 * @example
 * const model = tf.sequential({ layers: [tf.layers.conv2d({ filters: 4, kernelSize: 3, inputShape: [8, 8, 3] })] });
 * console.log(`${count.keras(JSON.parse(model.toJSON() as string))}`); // 108 + 4 parameters
 * @see https://keras.io/api/layers/
 */
export function keras(model: object, options: KerasOptions = {}): FileCost {
  checkNames("count.keras", options, ["inputShape", "batchSize"]);
  const topology = read(model);
  const declared = topology.inputs.map(({ layer: name }) => {
    const { config } = topology.layers.find((layer) => layer.name === name)!;
    const shape = (config.batch_shape ?? config.batch_input_shape) as Array<number | null> | undefined;
    return { name, lengths: shape?.map((length) => length ?? "") };
  });
  const walk = new Walk();
  const shapes = inputShapes("count.keras", declared, options.inputShape, options.batchSize);
  const [outputShape = []] = walk.model(topology, shapes);
  return new FileCost(shapes, walk.layers, outputShape, walk.uncounted);
}

function read(model: object): Topology {
  const remedy = "give model.to_json() of Keras, parsed, or TensorFlow.js's model.json of a layers model";
  if (isObject(model) && model.format === "graph-model") {
    return refuse("count.keras", "a layers model", "a graph model, which has no layers", "save it as a layers model");
  }
  const found = [model, within(model, "modelTopology"), within(within(model, "modelTopology"), "model_config")];
  const topology = found.filter(isKeras).map(topologyOf)[0];
  return topology ?? refuse("count.keras", "the JSON of a Keras model", show(model), remedy);
}

const within = (value: unknown, key: string): unknown => (isObject(value) ? value[key] : undefined);
