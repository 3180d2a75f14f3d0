import { convolutionsOf, type Layer } from "../../work/layer.ts";
import { parametersOf } from "../../work/learning.ts";
import { shapesOf, type Task } from "../../work/task.ts";
import { SEEDS, values } from "../../work/values.ts";
import { onnxModel, type Node, type Value } from "./model.ts";

/** A task as an ONNX model. */
export interface Graph {
  model: Uint8Array;
  input: readonly number[];
  output: readonly number[];
}

/** @throws  for what is not inference */
export function graphOf(task: Task): Graph {
  if (task.kind === "product") return product(task.size);
  if (task.kind === "layer" && task.pass === "forward") return layer(task);
  if (task.kind === "network" && task.pass === "inference") return network(task);
  throw new Error("it only infers");
}

const size = (shape: readonly number[]) => shape.reduce((product, size) => product * size, 1);

const convolution = ({ kernel, stride, padding, groups }: Layer, inputs: string[], output: string): Node => ({
  type: "Conv",
  inputs,
  output,
  attributes: { kernel_shape: kernel, strides: stride, pads: [...padding, ...padding], group: groups },
});

function layer(task: Extract<Task, { kind: "layer" }>): Graph {
  const { x, weights, y } = shapesOf(task);
  const parts = convolutionsOf(task.layer);
  const constants = weights.map((shape, i): Value => {
    return { name: `w${i}`, shape, numbers: values(size(shape), SEEDS.weights + i) };
  });
  const nodes = parts.map((part, i) => convolution(part, [`y${i - 1}`, `w${i}`], `y${i}`));
  const output = { name: `y${parts.length - 1}`, shape: y };
  return { model: onnxModel({ name: "y-1", shape: x }, constants, nodes, output), input: x, output: y };
}

/** With the batch norms folded into the convolutions, as exporters write it. */
function network({ network, batch }: Extract<Task, { kind: "network" }>): Graph {
  const { convolutions, classifier } = network;
  const { inChannels, height, width } = convolutions[0]!;
  const constants = parametersOf(network).flatMap(({ weight, shape, bias }, i): Value[] => [
    { name: `w${i}`, shape, numbers: weight },
    { name: `b${i}`, shape: [bias.length], numbers: bias },
  ]);
  const nodes = convolutions.flatMap((layer, i): Node[] => [
    convolution(layer, [`r${i - 1}`, `w${i}`, `b${i}`], `y${i}`),
    { type: "Relu", inputs: [`y${i}`], output: `r${i}` },
  ]);
  const last = convolutions.length;
  const head: Node[] = [
    { type: "GlobalAveragePool", inputs: [`r${last - 1}`], output: "means" },
    { type: "Flatten", inputs: ["means"], output: "features" },
    { type: "Gemm", inputs: ["features", `w${last}`, `b${last}`], output: "logits", attributes: { transB: 1 } },
  ];
  const input = [batch, inChannels, height, width];
  const output = [batch, classifier.outFeatures];
  const ends = [
    { name: "r-1", shape: input },
    { name: "logits", shape: output },
  ] as const;
  return { model: onnxModel(ends[0], constants, [...nodes, ...head], ends[1]), input, output };
}

function product(side: number): Graph {
  const shape = [side, side];
  const b = { name: "b", shape, numbers: values(size(shape), SEEDS.weights) };
  const node = { type: "MatMul", inputs: ["a", "b"], output: "c" };
  return { model: onnxModel({ name: "a", shape }, [b], [node], { name: "c", shape }), input: shape, output: shape };
}
