import { refuse } from "../errors.ts";
import { Figure } from "./figure.ts";
import { flatten, type Maps } from "./maps.ts";
import { shrink, typedArray } from "./raster.ts";
import { frame, pixelAxis } from "./style.ts";

export interface ImageOptions {
  title?: string;
}

/**
 * A picture in its own colours. Pictures longer than 256 a side are averaged over blocks, so that a notebook stays small.
 *
 * @param picture  [3][H][W] red, green, blue or [1][H][W] grey, from 0 (dark) to 1; numbers beyond are cut off. Nested
 *                 arrays or { data, shape }; of a tensor: `await plot.fromTensor(tensor)`
 * @throws  when picture has another shape or holds anything but finite numbers
 * @example
 * await display(plot.image([[[0, 0.5, 1]]], { title: "Black, grey, white" }));
 */
export function image(picture: Maps, { title }: ImageOptions = {}): Figure {
  const { data, channels, height, width } = shrink(flatten("plot.image", picture));
  if (channels !== 1 && channels !== 3) {
    refuse("plot.image", "1 or 3 channels", String(channels), "use plot.featureMaps for other numbers of channels");
  }
  const pixels = new Uint8Array(height * width * 3);
  for (let at = 0; at < pixels.length; at++) {
    const channel = channels === 3 ? at % 3 : 0;
    const value = data[channel * height * width + Math.floor(at / 3)] ?? 0;
    pixels[at] = Math.round(255 * Math.min(1, Math.max(0, value)));
  }
  return new Figure(
    [
      {
        type: "image",
        z: typedArray(pixels, [height, width, 3]),
        hovertemplate: "row %{y}, column %{x}<extra></extra>",
      },
    ],
    {
      ...frame({ title, height: Math.min(400, (660 * height) / width) }),
      xaxis: pixelAxis,
      yaxis: { ...pixelAxis, autorange: "reversed", constraintoward: "top", scaleanchor: "x" },
    },
    `${title ?? "Image"}, ${height}×${width}`,
  );
}
