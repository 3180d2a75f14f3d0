import { refuse, show } from "../../errors.ts";
import { shapesOf, type InputShape } from "../layers/trace.ts";

/** An input that a model file declares. */
export interface DeclaredInput {
  name: string;
  /** A length, the name of one that the caller chooses, or "" for one without a name; undefined where the file tells nothing. */
  lengths: ReadonlyArray<number | string> | undefined;
}

/**
 * The shapes of a model file's inputs.
 *
 * @param given  a shape for each input, with the batch or without; where it is left out, the file's own
 * @throws  when a shape is given that the file does not allow, or none where the file leaves lengths open
 */
export function inputShapes(
  who: string,
  declared: readonly DeclaredInput[],
  given: InputShape | undefined,
  batchSize: number | undefined,
): number[][] {
  const shapes = given && shapesOf(who, given);
  if (shapes && shapes.length !== declared.length) {
    const names = declared.map(({ name }) => name).join(", ");
    refuse(who, `${declared.length} shapes, of ${names}`, `${shapes.length}`, "give one for each input");
  }
  return declared.map((input, i) => shapeOf(who, input, shapes?.[i], batchSize));
}

function shapeOf(
  who: string,
  { name, lengths }: DeclaredInput,
  given: readonly number[] | undefined,
  batchSize: number | undefined,
): number[] {
  if (!lengths) {
    if (!given) return refuse(who, "inputShape", "none", `the file does not tell the shape of "${name}"`);
    return [batchSize ?? 1, ...given];
  }
  if (lengths.length === 0) return [];
  const form = lengths.map((length) => (length === "" ? "any" : length)).join(", ");
  const open = typeof lengths[0] === "number" ? lengths[0] : 1;
  const hasBatch = given === undefined || given.length === lengths.length;
  const [first, ...rest] = hasBatch ? (given ?? lengths) : [batchSize ?? open, ...given];
  const shape = [batchSize ?? (typeof first === "number" ? first : open), ...rest];
  const isNumber = (length: number | string | undefined) => typeof length === "number";
  if (!shape.every(isNumber)) {
    refuse(who, `a shape of "${name}", which is [${form}]`, "none", "give inputShape");
  }
  const fits = lengths.every((length, axis) => !isNumber(length) || length === shape[axis]);
  if (shape.length !== lengths.length || !fits) {
    const remedy = "the file fixes what is a number there; export it anew for another";
    refuse(who, `"${name}" to be [${form}], or the same without its first`, show(shape), remedy);
  }
  return shape as number[];
}
