import type { Node } from "../node.ts";
import { axisOf, broadcast, sizeOf } from "../value.ts";
import { named, type Operator } from "./operator.ts";

/** Moves values about, by a shape that the node tells; undefined where it depends on what is not known. */
const arranging = (shape: (node: Node) => readonly number[] | undefined, learned?: readonly number[]): Operator => ({
  kind: "other",
  infer: (node) => Array.from({ length: node.outputCount }, () => ({ shape: shape(node) })),
  ...(learned && { learned }),
});

/** The same, in an order that integers of which shapes are made keep. */
const keeping = (shape: (node: Node) => readonly number[] | undefined): Operator => ({
  kind: "other",
  infer: (node) => [{ shape: shape(node), data: node.inputs[0]?.data }],
});

function reshape(node: Node): readonly number[] | undefined {
  const wanted = node.setting("shape", 1);
  if (wanted === "unknown" || !wanted) return undefined;
  const from = node.shape();
  const kept = wanted.map((length, axis) => (length === 0 && node.int("allowzero", 0) === 0 ? from[axis]! : length));
  const rest = sizeOf(from) / sizeOf(kept.filter((length) => length !== -1));
  const shape = kept.map((length) => (length === -1 ? rest : length));
  if (sizeOf(shape) !== sizeOf(from) || !shape.every(Number.isInteger)) throw new Error(`[${from}] is not [${wanted}]`);
  return shape;
}

function flatten(node: Node): number[] {
  const axis = axisOf(node.int("axis", 1), node.shape().length);
  return [sizeOf(node.shape().slice(0, axis)), sizeOf(node.shape().slice(axis))];
}

function squeeze(node: Node): number[] | undefined {
  const axes = node.setting("axes", 1);
  if (axes === "unknown") return undefined;
  const gone = axes?.map((axis) => axisOf(axis, node.shape().length));
  return node.shape().filter((length, axis) => (gone ? !gone.includes(axis) : length !== 1));
}

function unsqueeze(node: Node): number[] | undefined {
  const axes = node.setting("axes", 1);
  if (axes === "unknown" || !axes) return undefined;
  const rank = node.shape().length + axes.length;
  const fresh = new Set(axes.map((axis) => axisOf(axis, rank)));
  const old = node.shape().values();
  return Array.from({ length: rank }, (_, axis) => (fresh.has(axis) ? 1 : old.next().value!));
}

function expand(node: Node): number[] | undefined {
  const wanted = node.setting("shape", 1);
  return wanted === "unknown" || !wanted ? undefined : broadcast(node.shape(), wanted);
}

function tile(node: Node): number[] | undefined {
  const repeats = node.setting("repeats", 1);
  return repeats === "unknown" ? undefined : node.shape().map((length, axis) => length * (repeats?.[axis] ?? 1));
}

function pad(node: Node): number[] | undefined {
  const pads = node.setting("pads", 1);
  const axes = node.setting("axes", 3);
  if (pads === "unknown" || !pads || axes === "unknown") return undefined;
  const rank = node.shape().length;
  const padded = axes?.map((axis) => axisOf(axis, rank)) ?? node.shape().map((_, axis) => axis);
  return node.shape().map((length, axis) => {
    const place = padded.indexOf(axis);
    return place < 0 ? length : length + pads[place]! + pads[place + padded.length]!;
  });
}

/** Resize has its scales and sizes behind a region of interest, but had not in its first form; Upsample has scales alone. */
function resize(node: Node): number[] | undefined {
  const from = node.shape();
  const axes = node.ints("axes")?.map((axis) => axisOf(axis, from.length)) ?? [...from.keys()];
  const scales = node.floats("scales") ?? node.inputs[node.inputs.length === 2 ? 1 : 2]?.floats;
  const sizes = node.inputs[3]?.data;
  if (sizes && node.string("keep_aspect_ratio_policy", "stretch") !== "stretch") return undefined;
  if (!sizes && !scales?.length) return undefined;
  return from.map((length, axis) => {
    const place = axes.indexOf(axis);
    return place < 0 ? length : (sizes?.[place] ?? Math.floor(length * scales![place]!));
  });
}

const depthToSpace = (node: Node) => {
  const [batch, channels, height, width] = node.shape() as [number, number, number, number];
  const block = node.int("blocksize", 1);
  return [batch, channels / block ** 2, height * block, width * block];
};

const spaceToDepth = (node: Node) => {
  const [batch, channels, height, width] = node.shape() as [number, number, number, number];
  const block = node.int("blocksize", 1);
  return [batch, channels * block ** 2, height / block, width / block];
};

export const arrangements: ReadonlyArray<[string, Operator]> = [
  ...named("Reshape", keeping(reshape)),
  ...named("Squeeze", keeping(squeeze)),
  ...named("Unsqueeze", keeping(unsqueeze)),
  ...named("Flatten", arranging(flatten)),
  ...named("Expand", arranging(expand)),
  ...named("Tile", arranging(tile)),
  ...named("Pad", arranging(pad, [0])),
  ...named("Resize Upsample", arranging(resize, [0])),
  ...named("DepthToSpace", arranging(depthToSpace)),
  ...named("SpaceToDepth", arranging(spaceToDepth)),
  ...named(
    "GatherElements",
    arranging((node) => node.shape(1)),
  ),
];
