import type { nn } from "sepconv";
import { Refusal } from "../refusal.ts";
import { kebabCase, OWN, suggestion } from "./request.ts";
import { SEE_HELP } from "./shapes.ts";
import { watched } from "./watched.ts";

type Library = typeof import("sepconv");
type Options = Readonly<Record<string, unknown>>;
type Maker = ((options: object) => unknown) | (new (options: object) => unknown);

/**
 * A published network of this name.
 * @throws Refusal  when there is none, or it has no option of a name
 */
export function published({ models }: Library, name: string, options: Options): nn.AnyModule {
  const known = models.list().find((network) => network.name === name)?.options ?? Object.keys(options);
  checkOptions(options, name, known);
  return models.create(name, options);
}

/**
 * The network that a module exports: one that is there, or one that a class or a function makes.
 * @throws Refusal  when it exports none or several, or the network has no option of a name
 */
export async function exportedBy(
  { nn }: Library,
  module: object,
  { path, exported, options }: { path: string; exported: string | undefined; options: Options },
): Promise<nn.AnyModule> {
  const [name, value] = chosen(nn, Object.entries(module), path, exported);
  if (value instanceof nn.Module) {
    checkOptions(options, `${name} of ${path}, which is made already,`, []);
    return value as nn.AnyModule;
  }
  const make = value as Maker;
  const network: unknown = await made(
    (given) => (isModuleClass(nn, make) ? new make(given) : (make as (options: object) => unknown)(given)),
    `${name} of ${path}`,
    options,
  );
  if (network instanceof nn.Module) return network as nn.AnyModule;
  throw new Refusal(`expected ${name} of ${path} to make an nn.Module, received ${typeof network}; return the model`);
}

function chosen(
  { Module }: Library["nn"],
  all: Array<[string, unknown]>,
  path: string,
  exported: string | undefined,
): [string, unknown] {
  const able = all.filter(([, value]) => value instanceof Module || typeof value === "function");
  const names = able.map(([name]) => name).join(", ") || "none";
  const wanted = exported ?? (able.some(([name]) => name === "default") ? "default" : undefined);
  const found = wanted === undefined ? able : able.filter(([name]) => name === wanted);
  if (found.length === 1) return found[0]!;
  const expected = wanted === undefined ? "one export that is or makes an nn.Module" : `an export ${wanted}`;
  const remedy = able.length > 1 ? `name one by --export` : "export a model as default";
  throw new Refusal(`expected ${expected} in ${path}, received ${names}; ${remedy}`);
}

const isModuleClass = ({ Module }: Library["nn"], make: Maker): make is new (options: object) => unknown =>
  make.prototype instanceof Module;

/** Makes a network, and refuses what it was given and did not ask for. */
function made<Made>(make: (options: object) => Made, name: string, options: Options): Made {
  const given = watched(options);
  const network = make(given.options);
  checkOptions(options, name, [...given.asked]);
  return network;
}

/**
 * Refuses options that a model does not have, and names the one of the model's or of the command that may be meant.
 * @param known  the names of those that it has
 */
export function checkOptions(options: Options, model: string, known: readonly string[]): void {
  const unknown = Object.keys(options).find((option) => !known.includes(option));
  if (unknown === undefined) return;
  const has = known.map((name) => `--${kebabCase(name)}`).join(", ") || "no options";
  const remedy = suggestion(kebabCase(unknown), [...known.map(kebabCase), ...OWN], "--") ?? SEE_HELP;
  throw new Refusal(`unknown option --${kebabCase(unknown)}: ${model} has ${has}; ${remedy}`);
}
