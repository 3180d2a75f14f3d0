/** Feature maps or weights as arrays in arrays: value = nested[a][b][c][d]. */
export type Nested = number | readonly Nested[];

/** Feature maps or weights as one flat array, the last axis running fastest. */
export interface Flat {
  data: ArrayLike<number>;
  shape: readonly number[];
}

export const isFlat = (value: Flat | Nested): value is Flat =>
  typeof value === "object" && value !== null && "data" in value;

/** Whether there is a value for each place of a shape that has one of the ranks. */
export const holds = ({ data, shape }: Flat, ranks: readonly number[]) =>
  ranks.includes(shape.length) && data.length === shape.reduce((a, b) => a * b, 1);

/** Arrays of unequal lengths, or of anything but numbers, come out empty. */
export function flat(value: Flat | Nested): Flat {
  if (isFlat(value)) return value;
  const shape: number[] = [];
  for (let level: unknown = value; Array.isArray(level); level = level[0]) shape.push(level.length);
  const even = (level: unknown, axis: number): boolean =>
    Array.isArray(level)
      ? level.length === shape[axis] && level.every((inner) => even(inner, axis + 1))
      : axis === shape.length && typeof level === "number";
  return { data: even(value, 0) ? (([value] as unknown[]).flat(Infinity) as number[]) : [], shape };
}

export function nest(data: Float64Array, [size, ...inner]: readonly number[]): Nested {
  if (inner.length === 0) return [...data];
  const step = data.length / size!;
  return Array.from({ length: size! }, (_, i) => nest(data.subarray(i * step, (i + 1) * step), inner));
}
