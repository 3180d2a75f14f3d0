import { create, toBinary, type Message, type MessageInitShape, type UnknownField } from "@bufbuild/protobuf";
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import {
  AttributeProtoSchema,
  GraphProtoSchema,
  ModelProtoSchema,
  NodeProtoSchema,
  TensorProto_DataType as Type,
  TensorProtoSchema,
  TypeProtoSchema,
  ValueInfoProtoSchema,
} from "../../../../src/count/onnx/onnx_pb.ts";

/** A value of a graph with its shape, and with its numbers if it is a constant. */
export interface Value {
  name: string;
  shape: readonly number[];
  numbers?: Float32Array<ArrayBuffer>;
}

export interface Node {
  type: string;
  inputs: string[];
  output: string;
  attributes?: Record<string, number | readonly number[]>;
}

/** An ONNX model of operators over float32 tensors, each of whose outputs is named as it is computed. */
export function onnxModel(
  input: Value,
  constants: readonly Value[],
  nodes: readonly Node[],
  output: Value,
): Uint8Array {
  const graph = create(GraphProtoSchema, {
    node: nodes.map(nodeOf),
    initializer: constants.map(tensorOf),
    input: [valueOf(input)],
    output: [valueOf(output)],
  });
  return toBinary(ModelProtoSchema, besides(create(ModelProtoSchema, { graph }), VERSIONS));
}

/** What counting does not read of a file, and so its schema leaves out, goes in by its number in onnx.proto. */
const besides = <M extends Message>(message: M, fields: UnknownField[]): M =>
  Object.assign(message, { $unknown: fields });

const varint = (no: number, value: number) => ({
  no,
  wireType: WireType.Varint,
  data: new BinaryWriter().uint32(value).finish(),
});

const IR_VERSION = varint(1, 10);
const OPSET = 21;
const VERSIONS = [
  IR_VERSION,
  {
    no: 8,
    wireType: WireType.LengthDelimited,
    data: new BinaryWriter().bytes(new BinaryWriter().tag(2, WireType.Varint).uint32(OPSET).finish()).finish(),
  },
];

const nodeOf = ({ type, inputs, output, attributes = {} }: Node) =>
  create(NodeProtoSchema, {
    opType: type,
    input: inputs,
    output: [output],
    attribute: Object.entries(attributes).map(attributeOf),
  });

/** Attributes of integers: the types INT and INTS. */
function attributeOf([name, value]: [string, number | readonly number[]]) {
  const held: MessageInitShape<typeof AttributeProtoSchema> =
    typeof value === "number" ? { i: BigInt(value) } : { ints: value.map(BigInt) };
  return besides(create(AttributeProtoSchema, { name, ...held }), [varint(20, typeof value === "number" ? 2 : 7)]);
}

const tensorOf = ({ name, shape, numbers }: Value) =>
  create(TensorProtoSchema, {
    name,
    dims: shape.map(BigInt),
    dataType: Type.FLOAT,
    rawData: new Uint8Array(numbers!.buffer),
  });

const valueOf = ({ name, shape }: Value) =>
  create(ValueInfoProtoSchema, {
    name,
    type: create(TypeProtoSchema, {
      value: {
        case: "tensorType",
        value: {
          elemType: Type.FLOAT,
          shape: { dim: shape.map((size) => ({ value: { case: "dimValue" as const, value: BigInt(size) } })) },
        },
      },
    }),
  });
