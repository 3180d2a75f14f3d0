import { heap, type WasmBackend } from "../../../src/device/wasm/heap.ts";

/** How many bytes are taken of the heap at the most while something runs, how many stay taken, and where. */
export function watch(run: () => void): { most: number; left: number; addresses: number[] } {
  const { wasm } = heap.backend as unknown as { wasm: WasmBackend["wasm"] & { _free(address: number): void } };
  const { _malloc, _free, asm } = wasm;
  const taken = new Map<number, number>();
  let [most, left] = [0, 0];
  const allocate = (bytes: number): number => {
    const address = _malloc(bytes);
    taken.set(address >>> 0, bytes);
    left += bytes;
    most = Math.max(most, left);
    return address;
  };
  const free = (address: number): void => {
    left -= taken.get(address >>> 0) ?? 0;
    taken.delete(address >>> 0);
    asm.free(address);
  };
  Object.assign(wasm, { _malloc: allocate, _free: free, asm: { ...asm, free } });
  run();
  Object.assign(wasm, { _malloc, _free, asm });
  return { most, left, addresses: [...taken.keys()] };
}
