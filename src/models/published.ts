import { checkNames } from "../arguments.ts";
import type { ModuleOutput } from "../nn/index.ts";
import type { Network } from "./network.ts";

/** Where a network was published. */
export interface Paper {
  title: string;
  authors: string;
  year: number;
  /** Such as "arXiv 1704.04861", or the proceedings. */
  where: string;
}

/** A function that makes a published network, and tells its name, its paper and the names of its options. */
export interface Published<
  Options extends object = object,
  Made extends Network<ModuleOutput> = Network<ModuleOutput>,
> {
  (options?: Options): Made;
  readonly modelName: string;
  readonly paper: Paper;
  readonly options: readonly string[];
}

/**
 * Declares a published network.
 *
 * @param modelName  torchvision's name where it has the model; the function's own name is the same in camel case
 * @param make       makes it from its options, all of which have defaults
 * @param names      of the options; only the number of classes by default
 */
export function published<Options extends object, Made extends Network<ModuleOutput>>(
  modelName: string,
  paper: Paper,
  make: (options?: Options) => Made,
  names: ReadonlyArray<keyof Options & string> = ["numClasses" as keyof Options & string],
): Published<Options, Made> {
  const checked = (options?: Options) => {
    if (options) checkNames(modelName, options, names);
    return make(options);
  };
  return Object.assign(checked, { modelName, paper, options: names });
}
