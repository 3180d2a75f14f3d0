import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { checkNames } from "../arguments.ts";
import { refuse } from "../errors.ts";
import { tf } from "../tf.ts";
import { decode, type Pixels } from "./decode.ts";

export interface ReadImageOptions {
  /** [height, width] to scale to; what sticks out of that shape is cut off evenly at both ends. Default: the file's. */
  size?: readonly [height: number, width: number];
  /** 3: red, green, blue. 1: luma, 0.299 R + 0.587 G + 0.114 B. Default: 1 for a grey file, else 3. */
  channels?: 1 | 3;
}

/**
 * Reads a photograph: PNG, JPEG and whatever else libvips decodes. The pixels are those of the file with all their bits
 * (8 or 16), upright where a camera noted its orientation; transparent ones are laid on white, and a colour profile is
 * left aside, as PIL and torchvision do.
 *
 * @param path  relative to the current working directory, or a file: URL
 * @returns     [channels, height, width], float32 from 0 to 1; the caller disposes it
 * @throws  when the file is missing, is no image or ends too soon, or an option is out of range
 * @example
 * const x = await io.readImage("data/astronaut.png", { size: [128, 128] }); // [3, 128, 128]
 * x.dispose();
 * @see ITU-R BT.601 for the luma
 */
export async function readImage(path: string | URL, options: ReadImageOptions = {}) {
  checkNames("io.readImage", options, ["size", "channels"]);
  const { size, channels } = options;
  if (size !== undefined && !(size.length === 2 && size.every((side) => Number.isInteger(side) && side > 0))) {
    refuse("io.readImage", "size to be [height, width] in pixels", JSON.stringify(size), "give two positive integers");
  }
  if (channels !== undefined && channels !== 1 && channels !== 3) {
    refuse("io.readImage", "channels to be 1 or 3", String(channels), "use 1 for luma, 3 for red, green and blue");
  }
  const file = fileOf(path);
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) =>
    refuse(
      "io.readImage",
      "a readable image file",
      `${file} (${error.code})`,
      `relative paths start at ${process.cwd()}`,
    ),
  );
  const pixels = await decode(bytes, size).catch((error: Error) =>
    refuse(
      "io.readImage",
      "a whole PNG or JPEG image",
      `${file} (${error.message.trim()})`,
      "open or download it anew",
    ),
  );
  const planes = (channels ?? (pixels.grey ? 1 : 3)) === 3 ? [red, green, blue] : [pixels.grey ? red : luma];
  const values = new Float32Array(planes.length * pixels.height * pixels.width);
  for (const [c, plane] of planes.entries()) fillPlane(values, c, pixels, plane);
  return tf.tensor3d(values, [planes.length, pixels.height, pixels.width]);
}

function fileOf(path: string | URL): string {
  const text = String(path);
  if (text.startsWith("file:")) return fileURLToPath(text);
  if (path instanceof URL || /^https?:/.test(text)) {
    refuse("io.readImage", "a path or a file: URL", text, "download the image first");
  }
  return resolve(text);
}

type Plane = (r: number, g: number, b: number) => number;
const red: Plane = (r) => r;
const green: Plane = (_, g) => g;
const blue: Plane = (_r, _g, b) => b;
const luma: Plane = (r, g, b) => 0.299 * r + 0.587 * g + 0.114 * b;

function fillPlane(values: Float32Array, channel: number, { data, white, height, width }: Pixels, plane: Plane): void {
  const size = height * width;
  for (let at = 0; at < size; at++) {
    const [r = 0, g = 0, b = 0] = [data[3 * at], data[3 * at + 1], data[3 * at + 2]];
    values[channel * size + at] = plane(r, g, b) / white;
  }
}
