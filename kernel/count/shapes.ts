import { Refusal } from "../refusal.ts";

/**
 * The shapes that a text such as `3x224x224` or `1x3x224x224,10` means.
 * @throws Refusal  when it means none
 */
export function parseShapes(text: string): number[][] {
  const shapes = text.split(",").map((shape) => shape.trim().split("x").map(Number));
  const isShape = (shape: readonly number[]) => shape.every((size) => Number.isSafeInteger(size) && size > 0);
  if (!shapes.every(isShape)) {
    throw new Refusal(
      `--input: expected sizes such as 3x224x224, or several such with commas between, received "${text}"; ${SEE_HELP}`,
    );
  }
  return shapes;
}

/** How many sizes [N, C, H, W] has. */
const WITH_BATCH = 4;

/** The shapes of samples and how many of them there are; of four sizes the first is the batch. */
export function samplesOf(
  shapes: number[][],
  batch: number | undefined,
): { shapes: number[][]; batch: number | undefined } {
  const batches = new Set(shapes.filter(({ length }) => length === WITH_BATCH).map(([first]) => first!));
  if (batches.size === 0) return { shapes, batch };
  const [own] = batches;
  if (batches.size > 1 || (batch !== undefined && batch !== own)) {
    const received = [...batches, ...(batch === undefined ? [] : [`--batch ${batch}`])].join(" and ");
    throw new Refusal(`--input: expected one batch, the first of four sizes, received ${received}; ${SEE_HELP}`);
  }
  return { shapes: shapes.map((shape) => (shape.length === WITH_BATCH ? shape.slice(1) : shape)), batch: own };
}

export const SEE_HELP = `see "sepconv count --help"`;
