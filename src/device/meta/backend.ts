import { refuse } from "../../errors.ts";
import { tf } from "../../tf.ts";

/** A TensorFlow.js kernel as it ran, its tensors with shape, dtype and the identity of their data. */
export interface KernelCall {
  kernelName: string;
  /** By the names that the kernel has for them; those of a list by their place in it. */
  inputs: Record<string, tf.TensorInfo>;
  attrs: tf.NamedAttrMap;
  outputs: tf.TensorInfo[];
}

/** Is told of each kernel that ran on the meta backend. */
export type KernelWatcher = (call: KernelCall) => void;

/** A TensorFlow.js backend whose tensors have a shape and a dtype and no data, like torch's meta device. */
export class MetaBackend extends tf.KernelBackend {
  readonly #references = new Map<object, number>();
  readonly watch: KernelWatcher;

  /** @param watch  is told of each kernel that runs */
  constructor(watch: KernelWatcher) {
    super();
    this.watch = watch;
  }

  override write(_values: unknown, _shape: number[], _dtype: tf.DataType): object {
    const dataId = {};
    this.#references.set(dataId, 1);
    return dataId;
  }

  override move(dataId: object, _values: unknown, _shape: number[], _dtype: tf.DataType, references: number): void {
    this.#references.set(dataId, references);
  }

  override read(): never {
    return this.readSync();
  }

  override readSync(): never {
    refuse(
      "meta tensor",
      "no reading of values",
      "data(), dataSync() or print() on a tensor that has a shape and no values",
      "use shapes only in a forward that is counted, or run it on a real device",
    );
  }

  override refCount(dataId: object): number {
    return this.#references.get(dataId) ?? 0;
  }

  override incRef(dataId: object): void {
    this.#references.set(dataId, this.refCount(dataId) + 1);
  }

  override disposeData(dataId: object, force = false): boolean {
    const left = this.refCount(dataId) - 1;
    if (left > 0 && !force) {
      this.#references.set(dataId, left);
      return false;
    }
    this.#references.delete(dataId);
    return true;
  }

  override numDataIds(): number {
    return this.#references.size;
  }

  override memory(): { unreliable: boolean } {
    return { unreliable: false };
  }

  override timerAvailable(): boolean {
    return false;
  }

  override floatPrecision(): 32 {
    return 32;
  }

  override dispose(): void {
    this.#references.clear();
  }
}
