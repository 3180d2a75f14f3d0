import type { Data, Layout } from "plotly.js-dist-min";
import { refuse } from "../errors.ts";
import { colourRange } from "./colour-range.ts";
import { Figure } from "./figure.ts";
import { flatten, type Maps } from "./maps.ts";
import { shrink, typedArray } from "./raster.ts";
import { frame, narrowest, pixelAxis, readable, wrap } from "./style.ts";

export interface FeatureMapsOptions {
  title?: string;
  /** one a map; default: channel 0, channel 1 … */
  titles?: readonly string[];
}

const most = 64;
const captionLine = 18;
const scaleHeight = 44;
const gap = 0.02;

/**
 * Feature maps side by side on one colour range, so that equal colours are equal numbers: from white at zero to blue
 * below and vermilion above where some are negative, else from dark to bright. Maps of more than 4096 numbers in all are
 * drawn in 255 levels, and those longer than 256 a side averaged over blocks, so that a notebook stays small.
 *
 * @param maps  [C][H][W] as nested arrays or { data, shape }; of a tensor: `await plot.fromTensor(tensor)`
 * @throws  when maps are of unequal size, not finite or more than 64, or titles are not one a map
 * @example
 * const maps = [[[0, 1], [2, 3]], [[3, 2], [1, 0]]];
 * await display(plot.featureMaps(maps, { title: "Two maps", titles: ["up", "down"] }));
 */
export function featureMaps(maps: Maps, { title, titles }: FeatureMapsOptions = {}): Figure {
  const flat = shrink(flatten("plot.featureMaps", maps));
  const { channels, height, width } = flat;
  if (channels > most) refuse("plot.featureMaps", `at most ${most} maps`, String(channels), "give a slice of them");
  if (titles && titles.length !== channels) {
    refuse("plot.featureMaps", `${channels} titles, one a map`, String(titles.length), "give one a map or none");
  }
  const { values, coloraxis, range } = colourRange(flat);
  const columns = channels <= 3 ? channels : Math.ceil(Math.sqrt(channels));
  const rows = Math.ceil(channels / columns);
  const names = titles ?? Array.from({ length: channels }, (_, c) => `channel ${c}`);
  const captions = names.map((name) => wrap(name, Math.floor(narrowest / columns / 8)));
  const caption = captionLine * Math.max(...captions.map((lines) => lines.length)) + 8;
  const mapHeight = Math.min(260, (640 / columns) * (height / width));
  const total = rows * (mapHeight + caption) + scaleHeight;
  const mapWidth = (1 + gap) / columns - gap;

  const axes: Record<string, Layout["xaxis"] | Layout["yaxis"]> = {};
  const data = captions.map((lines, c): Data => {
    const suffix = c === 0 ? "" : String(c + 1);
    const left = (c % columns) * (mapWidth + gap);
    const bottom = 1 - ((Math.floor(c / columns) + 1) * (mapHeight + caption)) / total;
    axes[`xaxis${suffix}`] = {
      ...pixelAxis,
      anchor: `y${suffix}` as "y",
      domain: [left, left + mapWidth],
      side: "top",
      title: { text: lines.join("<br>"), standoff: 2, font: { size: 13 } },
    };
    axes[`yaxis${suffix}`] = {
      ...pixelAxis,
      anchor: `x${suffix}` as "x",
      domain: [bottom, bottom + mapHeight / total],
      autorange: "reversed",
      constraintoward: "top",
      scaleanchor: `x${suffix}` as "x",
    };
    return {
      type: "heatmap",
      name: names[c] ?? "",
      z: typedArray(values.subarray(c * height * width, (c + 1) * height * width), [height, width]),
      coloraxis: "coloraxis",
      xaxis: `x${suffix}`,
      yaxis: `y${suffix}`,
      hovertemplate: `row %{y}, column %{x}${values instanceof Uint8Array ? "" : ": %{z:.4~g}"}<extra></extra>`,
    };
  });
  const layout: Partial<Layout> = { ...frame({ title, height: total }), ...axes, coloraxis };
  const [smallest, largest] = range.map((value) => readable(value));
  const alt = `${title ?? "Feature maps"}: ${names.join(", ")}; ${height}×${width} each, from ${smallest} to ${largest}`;
  return new Figure(data, layout, alt);
}
