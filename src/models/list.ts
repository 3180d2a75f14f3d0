import { closest, distance } from "fastest-levenshtein";
import { refuse, show } from "../errors.ts";
import type { ModuleOutput } from "../nn/index.ts";
import * as families from "./families.ts";
import type { Network } from "./network.ts";
import type { Paper, Published } from "./published.ts";

/** A network that this library declares. */
export interface Listed {
  /** torchvision's name where it has the model. */
  name: string;
  paper: Paper;
  year: number;
  /** The names of what `create` takes for it. */
  options: readonly string[];
}

const isPublished = (value: object): value is Published => "modelName" in value;

const declared = new Map(
  Object.values<object>(families)
    .filter(isPublished)
    .map((network) => [network.modelName, network]),
);

/**
 * Every published network here, in the order of its year.
 *
 * @example
 * console.log(models.list().map(({ name, year }) => `${name} (${year})`));
 */
export function list(): Listed[] {
  return [...declared.values()]
    .map(({ modelName, paper, options }) => ({ name: modelName, paper, year: paper.year, options }))
    .toSorted((a, b) => a.year - b.year);
}

/**
 * A network by its name, as torchvision's get_model.
 *
 * @param options  what the function of that name takes, such as `{ alpha: 0.5 }` for mobilenet_v1
 * @throws  when no network has the name, naming the nearest
 * @example
 * const network = models.create("alexnet", { numClasses: 10 });
 * console.log(network.inputShape); // [3, 224, 224]
 */
export function create(name: string, options?: object): Network<ModuleOutput> {
  const make = declared.get(name);
  if (make) return make(options);
  const near = closest(show(name), [...declared.keys()]);
  const remedy = distance(near, name) <= near.length / 2 ? `did you mean "${near}"?` : "models.list() names them";
  return refuse("models.create", "the name of a network", show(name), remedy);
}
