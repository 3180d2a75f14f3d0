import { displayName } from "../../source/place.ts";
import { currentCell } from "../current.ts";
import type { TensorLike } from "../render/tensor/tensor-like.ts";
import { taskOf } from "../tasks.ts";

/** The engine of tfjs-core, which all its copies share as a global; the parts that are followed here. */
interface Engine {
  trackTensor(tensor: TensorLike, ...rest: unknown[]): void;
  disposeTensor(tensor: TensorLike): void;
  reset(): void;
  startScope(): void;
  endScope(): void;
}

/** A tensor that has not been disposed of. */
export interface Tracked {
  /** The number of the cell's task. */
  maker: number;
  dtype: string;
  shape: readonly number[];
  bytes: number;
}

/** Tensors that the garbage collector took before anybody disposed of them: all that may be kept of them without keeping more and more. */
export interface Lost {
  maker: number;
  tensors: number;
  bytes: number;
}

const ENGINE = "_tfengine";
const BYTES: Record<string, number> = { float32: 4, int32: 4, bool: 1, complex64: 8 };

const CALLBACK = "a callback";

const live = new Map<number, Tracked>();
const lost = new Map<number, Lost>();
const makers = new Map<number, string>();
let engine: Engine | undefined;
/** What is made while it is recorded. */
let made: TensorLike[] | undefined;

const collected = new FinalizationRegistry<number>((id) => {
  const tensor = live.get(id);
  if (!tensor) return;
  live.delete(id);
  const { tensors, bytes } = lost.get(tensor.maker) ?? { tensors: 0, bytes: 0 };
  lost.set(tensor.maker, { maker: tensor.maker, tensors: tensors + 1, bytes: bytes + tensor.bytes });
});

/** The tensors that exist, by their ids, and those that were lost. */
export const trackedTensors = (): { live: ReadonlyMap<number, Tracked>; lost: Lost[] } => ({
  live,
  lost: [...lost.values()],
});

export const bytesOf = ({ size, dtype }: Pick<TensorLike, "size" | "dtype">): number => size * (BYTES[dtype] ?? 0);

/**
 * Follows which cell makes which tensor, from the moment that a cell loads TensorFlow.js.
 * A tensor is not held by a weak reference, which would keep it as long as a loop lasts.
 */
export function trackTensors(): void {
  Object.defineProperty(globalThis, ENGINE, {
    configurable: true,
    get: () => engine,
    set: (created: Engine | undefined) => {
      engine = created;
      if (created) follow(created);
    },
  });
}

function follow(followed: Engine): void {
  const { trackTensor, disposeTensor, reset } = followed;
  followed.trackTensor = (tensor, ...rest) => {
    trackTensor.call(followed, tensor, ...rest);
    const { id, dtype, shape } = tensor;
    live.set(id, { maker: currentMaker(), dtype, shape, bytes: bytesOf(tensor) });
    collected.register(tensor, id, tensor);
    made?.push(tensor);
  };
  followed.disposeTensor = (tensor) => {
    disposeTensor.call(followed, tensor);
    if (live.delete(tensor.id)) collected.unregister(tensor);
  };
  followed.reset = () => {
    reset.call(followed);
    live.clear();
    lost.clear();
  };
}

/** The name is kept, since the task may have ended when somebody asks. */
function currentMaker(): number {
  const task = currentCell();
  const url = makers.has(task) ? undefined : taskOf(task)?.url;
  if (url !== undefined) makers.set(task, url.startsWith("comm:") ? CALLBACK : displayName(url));
  return task;
}

/** What a reader calls the cell whose task made a tensor. */
export const nameOfMaker = (task: number): string => makers.get(task) ?? CALLBACK;

/** Calls code once; the tensors that it made and that nobody has disposed of or keeps. */
export function recordTensors(code: () => unknown): { value: unknown; tensors: TensorLike[] } {
  made = [];
  try {
    const value = code();
    return { value, tensors: made.filter(({ isDisposed, kept }) => !isDisposed && !kept) };
  } finally {
    made = undefined;
  }
}

/** Code that disposes of the tensors that it makes, as tf.tidy() does. */
export function tidied(code: () => unknown): () => unknown {
  const tidying = engine;
  if (!tidying) return code;
  return () => {
    tidying.startScope();
    try {
      return code();
    } finally {
      tidying.endScope();
    }
  };
}
