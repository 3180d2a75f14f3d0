import { png } from "./png.ts";

/** A picture's longer side is at most so many pixels, and about so many its shorter one, if it is drawn from fewer values. */
export const LARGEST = 512;
const SMALLEST = 160;

/** Pixels as HTML. Few are drawn large, a whole number of times: frontends would blur what they enlarge. */
export function picture(height: number, width: number, channels: 1 | 3 | 4, pixels: Uint8Array, alt: string): string {
  const across = Math.max(
    1,
    Math.min(Math.floor(SMALLEST / Math.min(height, width)), Math.floor(LARGEST / Math.max(height, width))),
  );
  // a vector is a strip
  const down = height === 1 ? Math.max(across, 24) : across;
  const large = enlarged(height, width, channels, pixels, down, across);
  return `<img alt="${alt}" src="data:image/png;base64,${png(width * across, height * down, channels, large).toString("base64")}">`;
}

function enlarged(height: number, width: number, channels: number, pixels: Uint8Array, down: number, across: number) {
  const bytes = width * across * channels;
  const large = new Uint8Array(height * down * bytes);
  for (let y = 0; y < height; y++) {
    const first = y * down * bytes;
    for (let x = 0; x < width * across; x++) {
      const from = (y * width + Math.floor(x / across)) * channels;
      for (let channel = 0; channel < channels; channel++)
        large[first + x * channels + channel] = pixels[from + channel]!;
    }
    for (let row = 1; row < down; row++) large.copyWithin(first + row * bytes, first, first + bytes);
  }
  return large;
}
