import { inputShapes } from "../formats/input-shape.ts";
import type { InputShape } from "../layers/trace.ts";
import type { GraphProto, ValueInfoProto } from "./onnx_pb.ts";

/** The lengths that a file gives for a tensor; undefined where it gives none. */
function lengthsOf({ type }: ValueInfoProto): Array<number | string> | undefined {
  const shape = type?.value.case === "tensorType" ? type.value.value.shape : undefined;
  return shape?.dim.map(({ value }) => (value.case === "dimValue" ? Number(value.value) : (value.value ?? "")));
}

export interface Bound {
  /** The shape of each input, by its name. */
  inputs: Map<string, readonly number[]>;
  /** The shape of another tensor, if the file tells it and every length in it is known. */
  told: (name: string) => number[] | undefined;
}

/** Gives the graph's inputs their shapes, and lengths that have a name their number. */
export function bind(graph: GraphProto, given: InputShape | undefined, batchSize: number | undefined): Bound {
  const brought = new Set(graph.initializer.map(({ name }) => name));
  const declared = graph.input
    .filter(({ name }) => !brought.has(name))
    .map((input) => ({ name: input.name, lengths: lengthsOf(input) }));
  const shapes = inputShapes("count.onnx", declared, given, batchSize);
  const chosen = new Map(declared.flatMap(({ lengths }, i) => lengths?.map((name, k) => [name, shapes[i]![k]!]) ?? []));
  const known = new Map([...graph.valueInfo, ...graph.output].map((info) => [info.name, lengthsOf(info)]));
  const told = (name: string) => {
    const shape = known.get(name)?.map((length) => (typeof length === "number" ? length : chosen.get(length)));
    return shape?.every((length) => length !== undefined) ? shape : undefined;
  };
  return { inputs: new Map(declared.map(({ name }, i) => [name, shapes[i]!])), told };
}
