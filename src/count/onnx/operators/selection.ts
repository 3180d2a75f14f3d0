import type { Node } from "../node.ts";
import { axisOf, sizeOf, type Value } from "../value.ts";
import { named, type Operator } from "./operator.ts";

function transpose(node: Node): Value[] {
  const from = node.shape();
  const order = node.ints("perm") ?? [...from.keys()].toReversed();
  return [
    picked(
      node,
      order.map((axis) => [...Array(from[axis]).keys()]),
      order,
    ),
  ];
}

/** What lies at some places of each axis; `order` tells to which axis of the input each axis of the output belongs. */
function picked(node: Node, places: readonly number[][], order: readonly number[]): Value {
  const from = node.shape();
  const offsets = places.map((list, i) => list.map((place) => place * sizeOf(from.slice(order[i]! + 1))));
  const { data } = node.inputs[0]!;
  const all = () => offsets.reduce((starts, list) => starts.flatMap((start) => list.map((own) => start + own)), [0]);
  return { shape: places.map(({ length }) => length), data: data && all().map((place) => data[place]!) };
}

function concat(node: Node): Value[] {
  const shapes = node.inputs.map((_, i) => node.shape(i));
  const axis = axisOf(node.int("axis", 1), shapes[0]!.length);
  const fits = shapes.every((shape) => shape.every((length, i) => i === axis || length === shapes[0]![i]));
  if (!fits) throw new Error(`[${shapes.join("] and [")}] differ beside axis ${axis}`);
  const shape = shapes[0]!.with(
    axis,
    shapes.reduce((sum, shape) => sum + shape[axis]!, 0),
  );
  const joined = (kind: "data" | "floats") => {
    const lists = node.inputs.flatMap((value) => (value?.[kind] ? [value[kind]] : []));
    return shape.length === 1 && lists.length === node.inputs.length ? lists.flat() : undefined;
  };
  return [{ shape, data: joined("data"), floats: joined("floats") }];
}

function split(node: Node): Value[] {
  const axis = axisOf(node.int("axis", 0), node.shape().length);
  const sizes = node.setting("split", 1);
  if (sizes === "unknown") return Array.from({ length: node.outputCount }, () => ({ shape: undefined }));
  const length = node.shape()[axis]!;
  const each = Math.ceil(length / node.outputCount);
  return Array.from({ length: node.outputCount }, (_, i) => {
    const own = sizes?.[i] ?? Math.min(each, length - i * each);
    return { shape: node.shape().with(axis, own), data: undefined };
  });
}

function slice(node: Node): Value[] {
  const [starts, ends, axes, steps] = ["starts", "ends", "axes", "steps"].map((name, i) => node.setting(name, i + 1));
  if ([starts, ends, axes, steps].includes("unknown") || !starts || !ends) return [{ shape: undefined }];
  const from = node.shape();
  const ranges = new Map(
    (starts as number[]).map((start, i) => {
      const axis = axisOf((axes as number[] | undefined)?.[i] ?? i, from.length);
      const step = (steps as number[] | undefined)?.[i] ?? 1;
      return [axis, range(from[axis]!, start, (ends as number[])[i]!, step)];
    }),
  );
  const taken = from.map((length, axis) => ranges.get(axis) ?? [...Array(length).keys()]);
  return [picked(node, taken, [...taken.keys()])];
}

/** The places that a slice of an axis takes. */
function range(length: number, start: number, end: number, step: number): number[] {
  const [least, most] = step > 0 ? [0, length] : [-1, length - 1];
  const inside = (place: number) => Math.min(Math.max(place < 0 ? place + length : place, least), most);
  const [first, last] = [Math.max(inside(start), 0), inside(end)];
  const count = Math.max(0, Math.ceil((last - first) / step));
  return Array.from({ length: count }, (_, i) => first + i * step);
}

function gather(node: Node): Value[] {
  const [from, indices] = [node.shape(0), node.shape(1)];
  const axis = axisOf(node.int("axis", 0), from.length);
  const [values, places] = node.inputs.map((value) => value?.data);
  const data = from.length === 1 && values && places ? places.map((i) => values.at(i)!) : undefined;
  return [{ shape: [...from.slice(0, axis), ...indices, ...from.slice(axis + 1)], data }];
}

const selecting = (infer: (node: Node) => Value[]): Operator => ({ kind: "other", infer });

/** Operators that take values from some places to others, also of the lists of which shapes are made. */
export const selections: ReadonlyArray<[string, Operator]> = [
  ...named("Concat", selecting(concat)),
  ...named("Gather", selecting(gather)),
  ...named("Slice", selecting(slice)),
  ...named("Split", selecting(split)),
  ...named("Transpose", selecting(transpose)),
];
