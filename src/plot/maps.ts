import type { Tensor } from "@tensorflow/tfjs";
import { checkAlive } from "../arguments.ts";
import { refuse, show } from "../errors.ts";

/** Numbers with a shape, row after row: what `naive.conv2d` gives. */
export interface Shaped {
  data: ArrayLike<number>;
  shape: readonly number[];
}

/** Feature maps [C][H][W] as nested arrays or with a shape; a leading 1, a batch of one, is left out. */
export type Maps = readonly (readonly (readonly number[])[])[] | Shaped;

/** Feature maps in one piece. */
export interface FlatMaps {
  data: ArrayLike<number>;
  channels: number;
  height: number;
  width: number;
}

/**
 * The numbers of a tensor, for the figures, which take plain data.
 *
 * @param tensor  [C, H, W] or [1, C, H, W]; still the caller's to dispose
 * @throws  when tensor is none, or disposed
 * @example
 * const maps = await plot.fromTensor(tf.ones([4, 8, 8]));
 * await display(plot.featureMaps(maps, { title: "Four maps of ones" }));
 */
export async function fromTensor(tensor: Tensor): Promise<Shaped> {
  checkAlive("plot.fromTensor", "tensor", tensor, "figures take plain data as it is");
  return { data: await tensor.data(), shape: [...tensor.shape] };
}

/** Checks feature maps and gives them in one piece. */
export function flatten(who: string, maps: Maps): FlatMaps {
  if (typeof maps !== "object" || maps === null) refuse(who, "maps", show(maps), "give [C][H][W] or { data, shape }");
  const { data, shape } = isShaped(maps) ? maps : fromNested(who, maps);
  if (typeof data === "function") {
    refuse(who, "plain numbers", "a tensor, whose numbers come later", "pass await plot.fromTensor(tensor)");
  }
  const [channels = 0, height = 0, width = 0] = shape.length === 4 && shape[0] === 1 ? shape.slice(1) : shape;
  const size = channels * height * width;
  if (shape.length < 3 || shape.length > 4 || (shape.length === 4 && shape[0] !== 1) || size === 0) {
    refuse(who, "maps of shape [C, H, W]", `[${shape.join(", ")}]`, "take one example of a batch; wrap one map in []");
  }
  if (data.length !== size)
    refuse(who, `${size} numbers for [${shape.join(", ")}]`, `${data.length}`, "mend the shape");
  const strange = Array.prototype.findIndex.call(data, (value) => !Number.isFinite(value));
  if (strange >= 0) refuse(who, "finite numbers", `${data[strange]} at ${strange}`, "look where it comes from");
  return { data, channels, height, width };
}

function isShaped(maps: Maps): maps is Shaped {
  return "shape" in maps;
}

function fromNested(who: string, maps: readonly (readonly (readonly number[])[])[]): Shaped {
  const [height = 0, width = 0] = [maps[0]?.length, maps[0]?.[0]?.length];
  const even = (row: unknown) => Array.isArray(row) && row.length === width;
  if (!maps.every((map) => Array.isArray(map) && map.length === height && map.every(even))) {
    refuse(
      who,
      `every map to have ${height} rows of ${width} numbers, as the first`,
      "others",
      "give maps of one size",
    );
  }
  return { data: maps.flat(2), shape: [maps.length, height, width] };
}
