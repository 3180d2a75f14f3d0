import { TensorProto_DataLocation as Location, TensorProto_DataType as Type, type TensorProto } from "./onnx_pb.ts";
import { LONGEST, sizeOf } from "./value.ts";

const FLOATING: ReadonlySet<number> = new Set([Type.FLOAT, Type.FLOAT16, Type.BFLOAT16, Type.DOUBLE]);

export const shapeOf = ({ dims }: TensorProto): number[] => dims.map(Number);

export const isFloating = ({ dataType }: TensorProto): boolean => FLOATING.has(dataType);

/** The values of a short list of numbers such as scales. */
export function floatsOf(tensor: TensorProto): number[] | undefined {
  const size = sizeOf(shapeOf(tensor));
  const isHere = tensor.dataType === Type.FLOAT && size <= LONGEST && tensor.dataLocation !== Location.EXTERNAL;
  if (!isHere) return undefined;
  const { rawData, floatData } = tensor;
  if (rawData.byteLength === 0) return floatData;
  const bytes = new DataView(rawData.buffer, rawData.byteOffset, rawData.byteLength);
  return Array.from({ length: size }, (_, i) => bytes.getFloat32(4 * i, true));
}

/** The values of a short list of integers that lies in the file itself. */
export function integersOf(tensor: TensorProto): number[] | undefined {
  const size = sizeOf(shapeOf(tensor));
  if (size > LONGEST || tensor.dataLocation === Location.EXTERNAL) return undefined;
  const { rawData } = tensor;
  const bytes = new DataView(rawData.buffer, rawData.byteOffset, rawData.byteLength);
  const places = Array.from({ length: size }, (_, i) => i);
  const isRaw = rawData.byteLength > 0;
  switch (tensor.dataType) {
    case Type.INT64:
      return isRaw ? places.map((i) => Number(bytes.getBigInt64(8 * i, true))) : tensor.int64Data.map(Number);
    case Type.INT32:
      return isRaw ? places.map((i) => bytes.getInt32(4 * i, true)) : tensor.int32Data;
    case Type.BOOL:
      return isRaw ? places.map((i) => bytes.getUint8(i)) : tensor.int32Data;
    default:
      return undefined;
  }
}
