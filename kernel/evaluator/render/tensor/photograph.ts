import { LARGEST, picture } from "./picture.ts";
import { written } from "./number.ts";
import { statisticsOf } from "./statistics.ts";

/** A picture of at least so many pixels on each side: less is more likely a small matrix of features. */
const LEAST = 8;

/** Whether a shape is that of a picture: height, width, and channels of grey, colour, or colour and opacity. */
export const isPhotograph = (shape: number[]): shape is [height: number, width: number, channels: 1 | 3 | 4] =>
  shape.length === 3 &&
  [1, 3, 4].includes(shape[2]!) &&
  shape.slice(0, 2).every((side) => side >= LEAST && side <= LARGEST);

/** Values from 0 to 1, or from 0 to 255 where they are whole or larger, as a picture; others are stretched to fit, and the words say so. */
export function photograph(
  [height, width, channels]: [number, number, 1 | 3 | 4],
  values: ArrayLike<number>,
  dtype: string,
): string {
  const { min, max } = statisticsOf(values);
  const isStretched = min < 0 || max > 255;
  const [from, to] = isStretched ? [min, max] : [0, dtype === "int32" || max > 1 ? 255 : 1];
  const pixels = Uint8ClampedArray.from({ length: values.length }, (_, i) => ((values[i]! - from) / (to - from)) * 255);
  const note = isStretched ? `<div>stretched: black is ${written(min, 4)}, white is ${written(max, 4)}</div>` : "";
  return (
    picture(height, width, channels, new Uint8Array(pixels.buffer), `picture of ${width} by ${height} pixels`) + note
  );
}
