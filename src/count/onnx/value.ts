/** A tensor that the file brings. */
export interface Weight {
  size: number;
  /** Whether it is a list of numbers that can be learned wherever it is used, and no integers or constant. */
  isFloating: boolean;
}

/** What is known of a tensor in the graph before anything runs. */
export interface Value {
  /** undefined where neither the operators nor the file tell it. */
  shape: readonly number[] | undefined;
  /** The values of a short list of integers, from which shapes are made. */
  data?: readonly number[] | undefined;
  /** The values of a short list of other numbers that the file brings, such as scales. */
  floats?: readonly number[] | undefined;
  /** The file's tensors of which alone the value is made; undefined when it depends on an input. */
  weights?: readonly Weight[] | undefined;
}

/** Longer lists than this are no shapes and no settings. */
export const LONGEST = 1024;

export const sizeOf = (shape: readonly number[]): number => shape.reduce((size, length) => size * length, 1);

/** An axis counted from the front. */
export const axisOf = (axis: number, rank: number): number => (axis < 0 ? axis + rank : axis);

/** The shape that two shapes share when axes of length 1 stretch. */
export function broadcast(...shapes: ReadonlyArray<readonly number[]>): number[] {
  const rank = Math.max(...shapes.map(({ length }) => length));
  return Array.from({ length: rank }, (_, axis) => {
    const lengths = shapes.map((shape) => shape[axis - rank + shape.length] ?? 1);
    const length = lengths.find((length) => length !== 1) ?? 1;
    if (lengths.some((other) => other !== 1 && other !== length)) {
      throw new Error(`[${shapes.join("] and [")}] do not broadcast`);
    }
    return length;
  });
}
