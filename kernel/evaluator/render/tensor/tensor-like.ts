/** A tensor of TensorFlow.js, of any copy of the library. */
export interface TensorLike {
  readonly id: number;
  readonly shape: number[];
  readonly dtype: string;
  readonly size: number;
  readonly isDisposed: boolean;
  /** By tf.keep(). */
  readonly kept: boolean;
  data(): Promise<Values>;
  dataSync(): Values;
  dispose(): void;
}

/** What a tensor holds: numbers; of complex64 real and imaginary parts in turn; text of strings. */
export type Values = Float32Array | Int32Array | Uint8Array | string[];

export function isTensor(value: unknown): value is TensorLike {
  if (typeof value !== "object" || value === null || !("dataId" in value && "isDisposed" in value)) return false;
  const { shape, dtype, data, dataSync } = value as Partial<TensorLike>;
  return (
    Array.isArray(shape) && typeof dtype === "string" && typeof data === "function" && typeof dataSync === "function"
  );
}

export const titleOf = ({ shape, dtype }: TensorLike): string => `Tensor ${dtype} [${shape.join(", ")}]`;
