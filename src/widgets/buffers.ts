type Path = (string | number)[];

/** JSON with the bytes taken out of it, and where each of them was: the form in which widgets send their state. */
export interface Split {
  state: unknown;
  buffer_paths: Path[];
  buffers: Uint8Array[];
}

/** Takes the bytes out of a state: out of an object without a trace, out of an array with a null in their place. */
export function split(state: unknown): Split {
  const taken: Split = { state: undefined, buffer_paths: [], buffers: [] };
  taken.state = take(state, [], taken);
  return taken;
}

function take(value: unknown, path: Path, taken: Split): unknown {
  const bytes = bytesOf(value);
  if (bytes) {
    taken.buffer_paths.push(path);
    taken.buffers.push(bytes);
    return undefined; // JSON has none in an object, and null in an array
  }
  if (Array.isArray(value)) return value.map((one, index) => take(one, [...path, index], taken));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, take(one, [...path, key], taken)]));
}

/** Puts bytes back to where they belong in a state that came from the frontend. */
export function join(state: object, paths: readonly Path[] = [], buffers: readonly Uint8Array[] = []): void {
  for (const [index, path] of paths.entries()) {
    const place: unknown = path.slice(0, -1).reduce((inner: unknown, key) => Reflect.get(inner as object, key), state);
    Reflect.set(place as object, path.at(-1)!, buffers[index]);
  }
}

function bytesOf(value: unknown): Uint8Array | undefined {
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  return ArrayBuffer.isView(value) ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength) : undefined;
}
