import { fromBinary } from "@bufbuild/protobuf";
import { checkNames } from "../../arguments.ts";
import { refuse, show } from "../../errors.ts";
import { FileCost } from "../formats/file-cost.ts";
import type { InputShape } from "../layers/trace.ts";
import { layersOf } from "./graph.ts";
import { bind } from "./inputs.ts";
import { ModelProtoSchema, type ModelProto } from "./onnx_pb.ts";

/** How an ONNX model is counted. */
export interface OnnxOptions {
  /** The input's shape, or a list of shapes for several inputs, each with the batch or without; the file's own by default. */
  inputShape?: InputShape | undefined;
  /** The first length of each input, where the file leaves it open; 1 by default. */
  batchSize?: number | undefined;
}

/**
 * What each node of an ONNX model costs: convolutions with their groups, transposed ones, and matrix products. Weights
 * may lie in another file, since only their shapes are read.
 *
 * @param file     the contents of an `.onnx` file
 * @returns        a row for each node that computes with the input; nodes that only make shapes or settings have none.
 *                 `uncounted` names the operators of which no rule is known
 * @throws  when it is no ONNX model, or shapes do not fit: the error names the node
 * @example
 * const written = "OlIKIwoBeAoBdxIBeRoEY29udiIEQ29udioMCgVncm91cBgEoAECKg0IBAgBCAMIAxABQgF3WhwKAXgSFwoVCAESEQoDEgFOCgIIBAoCCAgKAggIQgQKABAR";
 * const file = Buffer.from(written, "base64"); // or await readFile("model.onnx")
 * console.log(`${count.onnx(file, { batchSize: 2 })}`); // a depthwise convolution
 * @see https://onnx.ai/onnx/operators/
 */
export function onnx(file: Uint8Array, options: OnnxOptions = {}): FileCost {
  checkNames("count.onnx", options, ["inputShape", "batchSize"]);
  const { graph } = read(file);
  if (!graph || graph.node.length === 0)
    refuse("count.onnx", "an ONNX model", "no graph", "give an .onnx file's contents");
  const bound = bind(graph, options.inputShape, options.batchSize);
  const { layers, uncounted, outputShape } = layersOf(graph, bound);
  return new FileCost([...bound.inputs.values()], layers, outputShape, uncounted);
}

function read(file: Uint8Array): ModelProto {
  if (!(file instanceof Uint8Array)) {
    refuse("count.onnx", "the contents of an .onnx file", show(file), "read it: await readFile(path)");
  }
  try {
    return fromBinary(ModelProtoSchema, file);
  } catch (error) {
    const remedy = error instanceof Error ? `its protobuf does not read: ${error.message}` : "give another file";
    return refuse("count.onnx", "the contents of an .onnx file", `${file.length} other bytes`, remedy);
  }
}
