import { types } from "node:util";
import { isTensor, type TensorLike } from "../render/tensor/tensor-like.ts";

/** How many values are looked at before a search gives up: some tens of milliseconds. */
const BUDGET = 1_000_000;

/**
 * Finds the tensors that values lead to: through properties, arrays, maps, sets, class instances, and what modules export.
 * It calls no getter and no trap of a proxy. What only a closure or a private field holds cannot be seen.
 */
export class Reach {
  /** Whether a search gave up. */
  exhausted = false;
  private readonly seen = new Set<unknown>([globalThis]);
  private budget = BUDGET;

  /** The tensors that a value leads to and no earlier one led to. */
  from(root: unknown): TensorLike[] {
    const found: TensorLike[] = [];
    const waiting = [root];
    while (waiting.length > 0) {
      const value = waiting.pop();
      if (--this.budget < 0) {
        this.exhausted = true;
        break;
      }
      if (!isObject(value) || this.seen.has(value) || types.isProxy(value)) continue;
      this.seen.add(value);
      if (isTensor(value)) found.push(value);
      else if (!ArrayBuffer.isView(value)) for (const one of held(value)) if (isObject(one)) waiting.push(one);
    }
    return found;
  }
}

const isObject = (value: unknown): value is object =>
  (typeof value === "object" && value !== null) || typeof value === "function";

function held(value: object): Iterable<unknown> {
  if (Array.isArray(value)) return value;
  if (value instanceof Map) return [...value.keys(), ...value.values()];
  if (value instanceof Set) return value;
  return Reflect.ownKeys(value).map((key) => propertyOf(value, key));
}

/** The value of a property that is no getter; an export of a module may not have one yet. */
function propertyOf(value: object, key: string | symbol): unknown {
  try {
    const property = Object.getOwnPropertyDescriptor(value, key);
    return property && "value" in property ? property.value : undefined;
  } catch {
    return undefined;
  }
}
