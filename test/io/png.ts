import { crc32, deflateSync } from "node:zlib";

interface Png {
  width: number;
  bits: 8 | 16;
  /** 0 grey, 2 colour, 3 palette, 4 grey with alpha, 6 colour with alpha */
  colourType: 0 | 2 | 3 | 4 | 6;
  samples: number[];
  palette?: number[];
}

/** A PNG file written by the letter of its specification, so that decoders are tested against something else. */
export function png({ width, bits, colourType, samples, palette }: Png): Buffer {
  const perPixel = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }[colourType];
  const height = samples.length / perPixel / width;
  const bytes = samples.flatMap((sample) => (bits === 16 ? [sample >> 8, sample & 255] : [sample]));
  const stride = bytes.length / height;
  const rows = Array.from({ length: height }, (_, y) => [0, ...bytes.slice(y * stride, (y + 1) * stride)]);
  const header = Buffer.from([0, 0, 0, width, 0, 0, 0, height, bits, colourType, 0, 0, 0]);
  return Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk("IHDR", header),
    ...(palette ? [chunk("PLTE", Buffer.from(palette))] : []),
    chunk("IDAT", deflateSync(Buffer.from(rows.flat()))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}
