import { NONE, type FileLayer } from "../formats/layer.ts";
import type { Bound } from "./inputs.ts";
import { Node, Unknown } from "./node.ts";
import type { GraphProto, NodeProto, TensorProto } from "./onnx_pb.ts";
import { operators } from "./operators/index.ts";
import type { Operator } from "./operators/operator.ts";
import { floatsOf, integersOf, isFloating, shapeOf } from "./tensor.ts";
import { sizeOf, type Value, type Weight } from "./value.ts";

export interface Walked {
  layers: FileLayer[];
  /** The nodes whose cost is not known. */
  uncounted: string[];
  outputShape: readonly number[];
}

/** Goes through a graph in its order, which is one in which it can run, and tells what each node is given and gives. */
export function layersOf(graph: GraphProto, { inputs, told }: Bound): Walked {
  const values = new Map<string, Value>(graph.initializer.map((tensor) => [tensor.name, initial(tensor)]));
  for (const [name, shape] of inputs) values.set(name, { shape });
  const seen = new Set<Weight>();
  const [layers, uncounted]: [FileLayer[], string[]] = [[], []];
  graph.node.forEach((proto, index) => {
    const given = proto.input.map((name) => (name === "" ? undefined : (values.get(name) ?? { shape: undefined })));
    const node = new Node(proto, given);
    const operator = operatorOf(proto);
    const known = inferred(node, operator, proto, index);
    const outputs = outputsOf(node, known, proto.output.map(told));
    proto.output.forEach((name, i) => values.set(name, outputs[i]!));
    if (operator && outputs.every(({ weights, data }) => weights ?? data)) return;
    const products = operator?.products ? (known ? operator.products(node, known) : null) : operator ? NONE : null;
    if (!products) uncounted.push(titleOf(proto, index));
    const { learned, kept } = weightsOf(node, operator);
    const parameters = total(learned.filter((weight) => !seen.has(weight) && seen.add(weight)));
    layers.push({
      name: nameOf(proto, index),
      type: proto.opType,
      kind: kindOf(node, operator),
      inputShapes: given.flatMap((value) => (value?.shape && !value.weights ? [[...value.shape]] : [])),
      outputShapes: outputs.flatMap(({ shape }) => (shape ? [[...shape]] : [])),
      parameters,
      trainableParameters: parameters,
      kept: total(kept),
      products,
    });
  });
  return { layers, uncounted, outputShape: values.get(graph.output[0]?.name ?? "")?.shape ?? [] };
}

function initial(tensor: TensorProto): Value {
  const shape = shapeOf(tensor);
  const weight = { size: sizeOf(shape), isFloating: isFloating(tensor) && shape.length > 0 };
  return { shape, data: integersOf(tensor), floats: floatsOf(tensor), weights: [weight] };
}

/** What depends on the file's tensors alone is made of them, such as a weight that is transposed. */
function outputsOf(
  { inputs, outputCount }: Node,
  known: readonly Value[] | undefined,
  told: Array<number[] | undefined>,
) {
  const isConstant = known && inputs.every((value) => value === undefined || value.weights);
  return Array.from({ length: outputCount }, (_, i): Value => {
    const { shape = told[i], weights = [], ...rest }: Partial<Value> = known?.[i] ?? {};
    const all = [...inputs.flatMap((value) => value?.weights ?? []), ...weights];
    return { ...rest, shape, weights: isConstant ? all : undefined };
  });
}

const operatorOf = ({ domain, opType }: NodeProto): Operator | undefined =>
  domain === "" || domain === "ai.onnx" ? operators.get(opType) : undefined;

/** Without a rule, or where what the rule needs is not known, nothing: the file itself may then tell the shapes. */
function inferred(node: Node, operator: Operator | undefined, proto: NodeProto, index: number): Value[] | undefined {
  try {
    return operator?.infer(node).slice(0, node.outputCount);
  } catch (error) {
    if (error instanceof Unknown) return undefined;
    const shapes = node.inputs.map((value) => (value?.shape ? `[${value.shape.join(", ")}]` : "an unknown shape"));
    const complaint = error instanceof Error ? error.message : String(error);
    throw new Error(`count.onnx: node ${index + 1}, ${titleOf(proto, index)}, got ${shapes.join(", ")}; ${complaint}`, {
      cause: error,
    });
  }
}

function kindOf(node: Node, operator: Operator | undefined): string {
  if (!operator) return "unknown";
  if (typeof operator.kind === "string") return operator.kind;
  return node.inputs[1]?.shape ? operator.kind(node) : "convolution";
}

/** What a node learns: the inputs that its operator names, or else what is no integer; and what it only keeps. */
function weightsOf({ inputs }: Node, operator: Operator | undefined): { learned: Weight[]; kept: Weight[] } {
  const weights = inputs.flatMap((value, input) => (value?.weights ?? []).map((weight) => ({ weight, input })));
  const isLearned = ({ weight, input }: (typeof weights)[number]) =>
    operator?.learned ? operator.learned.includes(input) : weight.isFloating;
  const kept = weights.filter((one) => !isLearned(one) && one.weight.isFloating);
  return { learned: weights.filter(isLearned).map(({ weight }) => weight), kept: kept.map(({ weight }) => weight) };
}

const total = (weights: readonly Weight[]) => weights.reduce((sum, { size }) => sum + size, 0);

const nameOf = ({ name, output, opType }: NodeProto, index: number) => name || output[0] || `${opType}_${index}`;

const titleOf = (proto: NodeProto, index: number) => {
  const type = ["", "ai.onnx"].includes(proto.domain) ? proto.opType : `${proto.domain}.${proto.opType}`;
  return `"${nameOf(proto, index)}" (${type})`;
};
