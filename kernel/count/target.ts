import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { extname, resolve } from "node:path";
import type { ModuleCost } from "sepconv";
import { Refusal } from "../refusal.ts";
import { checkOptions, exportedBy, published } from "./network.ts";
import type { Request } from "./request.ts";
import { samplesOf, SEE_HELP } from "./shapes.ts";

type Library = typeof import("sepconv");
type FileCost = ReturnType<Library["count"]["onnx"]>;
type Convention = NonNullable<NonNullable<Parameters<Library["count"]["module"]>[2]>["convention"]>;

/** What a model costs, and the shapes that went in. */
export interface Counted {
  cost: ModuleCost;
  input: ReadonlyArray<readonly number[]>;
}

const MODULES = [".ts", ".mts", ".cts", ".tsx", ".js", ".mjs", ".cjs"];

/**
 * Counts what the operand of a command line names: a published network, a module, or a file.
 * @throws Refusal  when there is no such thing, or it takes no such input or options
 */
export async function counted(library: Library, model: string, request: Omit<Request, "model">): Promise<Counted> {
  const extension = extname(model).toLowerCase();
  const isListed = library.models.list().some(({ name }) => name === model);
  const isFile = existsSync(model) || model.includes("/") || [...MODULES, ".json", ".onnx"].includes(extension);
  if (isListed || !isFile)
    return refusedBy(() => ofNetwork(library, published(library, model, request.options), request));
  if (!existsSync(model)) throw new Refusal(`expected a model, received "${model}", which does not exist; ${SEE_HELP}`);
  if (MODULES.includes(extension)) return ofModule(library, model, request);
  if (extension === ".onnx") return ofFile(model, request, (options, bytes) => library.count.onnx(bytes, options));
  if (extension === ".json")
    return ofFile(model, request, (options, bytes) => library.count.keras(parsed(model, bytes), options));
  throw new Refusal(
    `expected a module (.ts), a Keras model (.json) or an .onnx file, received "${model}"; ${SEE_HELP}`,
  );
}

async function ofModule(library: Library, path: string, request: Omit<Request, "model">): Promise<Counted> {
  const { importModule } = await import("./user-module.ts");
  // what fails in the module itself is no refusal: its own stack says where
  const network = await exportedBy(library, await importModule(resolve(path)), { path, ...request });
  return refusedBy(() => ofNetwork(library, network, request));
}

function ofNetwork(
  library: Library,
  network: Parameters<Library["count"]["module"]>[0],
  { input, batch, convention }: Omit<Request, "model">,
): Counted {
  const own: unknown = Reflect.get(network, "inputShape");
  if (input === undefined && own === undefined) {
    throw new Refusal(`expected --input, received none; give the sizes of what goes in, such as 3x224x224`);
  }
  const given = input && samplesOf(input, batch);
  const batchSize = given?.batch ?? batch ?? 1;
  if (given && given.shapes.length > 1 && Array.isArray(own) && typeof own[0] === "number") {
    throw new Refusal(`--input: expected one input, as the model takes, received ${given.shapes.length}; ${SEE_HELP}`);
  }
  // the library refuses a convention that it does not have, and names those that it has
  const options = { batchSize, ...(convention !== undefined && { convention: convention as Convention }) };
  const shapes = given?.shapes ?? [own as number[]];
  return {
    cost: library.count.module(network, shapes, options),
    input: shapes.map((shape) => [batchSize, ...shape]),
  };
}

async function ofFile(
  path: string,
  { input, batch, options, convention }: Omit<Request, "model">,
  count: (options: { inputShape?: number[][]; batchSize?: number }, bytes: Uint8Array) => FileCost,
): Promise<Counted> {
  checkOptions(options, path, []);
  if (convention !== undefined) {
    throw new Refusal(`--convention: expected a network or a module, received ${path}; leave it out for a file`);
  }
  const bytes = await readFile(path);
  return refusedBy(() => {
    const cost = count(
      { ...(input && { inputShape: input }), ...(batch !== undefined && { batchSize: batch }) },
      bytes,
    );
    return { cost, input: cost.inputShapes };
  });
}

function parsed(path: string, bytes: Uint8Array): object {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as object;
  } catch (error) {
    throw new Refusal(`expected JSON in ${path}, received other text: ${(error as Error).message}`);
  }
}

/** What the library refuses, the command refuses. */
async function refusedBy<Result>(work: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refusal || !(error instanceof Error)) throw error;
    throw new Refusal(error.message, { cause: error });
  }
}
