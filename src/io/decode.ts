/** Upright pixels, red, green and blue beside one another, row after row; a grey image has three equal ones. */
export interface Pixels {
  data: Uint8Array | Uint16Array;
  /** the number that stands for full brightness */
  white: 255 | 65_535;
  height: number;
  width: number;
  grey: boolean;
}

/** Decodes an image, scaled and cropped to size where given. The decoder is loaded with the first image. */
export async function decode(bytes: Uint8Array, size?: readonly [height: number, width: number]): Promise<Pixels> {
  const { default: sharp } = await import("sharp");
  const image = sharp(bytes, { failOn: "warning", ignoreIcc: true, autoOrient: true });
  const { depth, space } = await image.metadata();
  const deep = depth === "ushort";
  if (size) image.resize({ height: size[0], width: size[1], fit: "cover" });
  image.flatten({ background: "white" }).toColourspace(deep ? "rgb16" : "srgb");
  const { data, info } = await image.raw({ depth: deep ? "ushort" : "uchar" }).toBuffer({ resolveWithObject: true });
  const wide = () => new Uint16Array(data.buffer, data.byteOffset, data.byteLength / 2);
  const grey = space === "b-w" || space === "grey16";
  return { data: deep ? wide() : data, white: deep ? 65_535 : 255, height: info.height, width: info.width, grey };
}
