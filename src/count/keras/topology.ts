import type { Config } from "./layers/rule.ts";

/** A place where a tensor comes from. */
export interface Source {
  layer: string;
  /** Which of the layer's calls, and which of its outputs. */
  call: number;
  output: number;
  /** Keras 3 writes the shape beside it; null stands for any length. */
  told?: ReadonlyArray<number | null> | undefined;
}

export interface Layer {
  name: string;
  type: string;
  config: Config;
  /** What a layer that is a model holds. */
  model?: Topology | undefined;
  /** What each of its calls is given. */
  calls: Source[][];
}

export interface Topology {
  layers: Layer[];
  inputs: Source[];
  outputs: Source[];
}

type Json = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Whether something is a model or a layer as Keras writes them. */
export const isKeras = (value: unknown): value is { class_name: string; config: unknown } =>
  isObject(value) && typeof value.class_name === "string" && "config" in value;

/** A model's layers and what each is given; undefined for a layer that is no model. */
export function topologyOf({ class_name, config }: { class_name: string; config: unknown }): Topology | undefined {
  if (class_name === "Sequential")
    return chain(Array.isArray(config) ? config : (config as Json).layers, config as Json);
  const isGraph = isObject(config) && Array.isArray(config.layers) && "input_layers" in config;
  if (!isGraph) return undefined;
  const layers = (config.layers as Json[]).map((layer) => {
    const calls = (layer.inbound_nodes as unknown[]).map((node) => (isObject(node) ? tensors(node) : triples(node)));
    return layerOf(layer, calls.length === 0 ? [[]] : calls);
  });
  return { layers, inputs: triples(config.input_layers), outputs: triples(config.output_layers) };
}

/** One layer after the other; older versions leave the input to the first one's settings. */
function chain(given: unknown, settings: Json): Topology {
  const all = given as Json[];
  const first = all[0]?.config as Json | undefined;
  const shape = first?.batch_input_shape ?? first?.batch_shape ?? settings.build_input_shape;
  const input = { class_name: "InputLayer", config: { name: "input", batch_shape: shape } };
  const listed = all[0]?.class_name === "InputLayer" ? all : [input, ...all];
  const layers = listed.map((layer, i) => layerOf(layer, [i === 0 ? [] : [sourceOf(nameOf(listed[i - 1]!))]]));
  return { layers, inputs: [sourceOf(layers[0]!.name)], outputs: [sourceOf(layers.at(-1)!.name)] };
}

const sourceOf = (layer: string): Source => ({ layer, call: 0, output: 0 });

const nameOf = ({ name, config }: Json) => (name ?? (config as Json).name) as string;

function layerOf(layer: Json, calls: Source[][]): Layer {
  const type = layer.class_name as string;
  return { name: nameOf(layer), type, config: layer.config as Config, model: topologyOf(layer as never), calls };
}

/** Keras 3 writes a call's tensors among its arguments. */
function tensors(value: unknown): Source[] {
  if (Array.isArray(value)) return value.flatMap(tensors);
  if (!isObject(value)) return [];
  if (value.class_name !== "__keras_tensor__") return Object.values(value).flatMap(tensors);
  const { shape, keras_history } = value.config as { shape: Array<number | null>; keras_history: unknown };
  return triples(keras_history).map((source) => ({ ...source, told: shape }));
}

/** Earlier versions write [layer, call, output, …], one or a list of them, and one more tensor among a call's settings. */
function triples(value: unknown): Source[] {
  if (isObject(value)) return Object.values(value).flatMap(triples);
  if (!Array.isArray(value)) return [];
  const [layer, call, output, ...rest] = value as unknown[];
  if (typeof layer === "string" && typeof call === "number" && typeof output === "number") {
    return [{ layer, call, output }, ...rest.flatMap(triples)];
  }
  return value.flatMap(triples);
}
