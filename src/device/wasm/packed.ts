import { heap, type WasmBackend } from "./heap.ts";

/**
 * What was made of a tensor's numbers, to be used again as long as the tensor is there: packed weights. tfjs never changes a
 * tensor's numbers, and a variable that is assigned gets other data.
 */
export class Packed {
  readonly #made = new WeakMap<object, Map<string, number>>();

  constructor(backend: WasmBackend) {
    const dispose = backend.disposeData.bind(backend);
    backend.disposeData = (dataId, force) => {
      const gone = dispose(dataId, force);
      if (gone) this.#free(dataId);
      return gone;
    };
  }

  /** The address of what `make` makes of a tensor under a name, made once. */
  of({ dataId }: { dataId: object }, name: string, make: () => number): number {
    const made = this.#made.get(dataId) ?? new Map<string, number>();
    this.#made.set(dataId, made);
    const address = made.get(name) ?? make();
    made.set(name, address);
    return address;
  }

  #free(dataId: object): void {
    for (const address of this.#made.get(dataId)?.values() ?? []) heap.free(address);
    this.#made.delete(dataId);
  }
}
