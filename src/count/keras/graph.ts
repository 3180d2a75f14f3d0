import type { FileLayer } from "../formats/layer.ts";
import { NONE } from "../formats/layer.ts";
import { rules } from "./layers/index.ts";
import type { Effect } from "./layers/rule.ts";
import type { Layer, Source, Topology } from "./topology.ts";

type Shape = readonly number[];

/** Goes through a model's layers, each call when what it is given is known, and notes what each does. */
export class Walk {
  readonly layers: FileLayer[] = [];
  /** The layers whose cost is not known. */
  readonly uncounted: string[] = [];
  readonly #seen = new Set<Layer>();

  /** The shapes of a model's outputs for such inputs; undefined where a layer is not known. */
  model(
    { layers, inputs, outputs }: Topology,
    given: ReadonlyArray<Shape | undefined>,
    path = "",
  ): Array<Shape | undefined> {
    const batch = given[0]?.[0] ?? 1;
    const made = new Map<string, ReadonlyArray<Shape | undefined>>();
    inputs.forEach(({ layer, call }, i) => made.set(`${layer} ${call}`, [given[i]]));
    const shapeOf = ({ layer, call, output, told }: Source) => {
      const shape = made.get(`${layer} ${call}`)?.[output];
      return shape ?? told?.map((length, axis) => (axis === 0 ? batch : (length ?? NaN)));
    };
    const isReady = (sources: readonly Source[]) => sources.every(({ layer, call }) => made.has(`${layer} ${call}`));
    let waiting = layers.flatMap((layer) => layer.calls.map((sources, call) => ({ layer, sources, call })));
    waiting = waiting.filter(({ layer, call }) => !made.has(`${layer.name} ${call}`));
    while (waiting.length > 0) {
      const late = waiting.filter(({ layer, sources, call }) => {
        if (!isReady(sources)) return true;
        const shapes = sources.map(shapeOf).map((shape) => (shape?.every(Number.isInteger) ? shape : undefined));
        made.set(`${layer.name} ${call}`, this.#call(layer, shapes, path));
        return false;
      });
      if (late.length === waiting.length) {
        throw new Error(`count.keras: "${late[0]!.layer.name}" is given what no layer makes; the model is not whole`);
      }
      waiting = late;
    }
    return outputs.map(shapeOf);
  }

  #call(layer: Layer, inputs: ReadonlyArray<Shape | undefined>, path: string): Array<Shape | undefined> {
    const name = path + layer.name;
    if (layer.model) return this.model(layer.model, inputs, `${name}/`);
    const effect = effectOf(layer, inputs, name);
    const isFirst = !this.#seen.has(layer);
    this.#seen.add(layer);
    if (!effect) this.uncounted.push(`"${name}" (${layer.type})`);
    const parameters = isFirst ? (effect?.learned ?? 0) : 0;
    const known = (shape: Shape | undefined) => (shape ? [[...shape]] : []);
    this.layers.push({
      name,
      type: layer.type,
      kind: effect?.kind ?? "unknown",
      inputShapes: inputs.flatMap(known),
      outputShapes: known(effect?.shape),
      parameters,
      trainableParameters: layer.config.trainable === false ? 0 : parameters,
      kept: effect?.kept ?? 0,
      products: effect ? (effect.products ?? NONE) : null,
    });
    return [effect?.shape];
  }
}

/** Undefined for a layer that is not known, or that follows one. */
function effectOf({ type, config }: Layer, inputs: ReadonlyArray<Shape | undefined>, name: string): Effect | undefined {
  const shapes = inputs.filter((shape) => shape !== undefined);
  const rule = rules.get(type);
  if (!rule || shapes.length < inputs.length) return undefined;
  try {
    return rule(config, shapes);
  } catch (error) {
    const received = shapes.map((shape) => `[${shape.join(", ")}]`).join(", ");
    const complaint = error instanceof Error ? error.message : String(error);
    throw new Error(`count.keras: "${name}" (${type}), got ${received}; ${complaint}`, { cause: error });
  }
}
