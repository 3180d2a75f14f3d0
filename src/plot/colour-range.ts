import type { Layout } from "plotly.js-dist-min";
import type { FlatMaps } from "./maps.ts";
import { diverging, readable } from "./style.ts";

/** Maps up to this many numbers keep them all, to be read on hovering; more are drawn in levels. */
const exact = 4096;
const top = 254; // an even number, so that zero in a range from −m to m is a level of its own

interface ColourRange {
  /** the numbers themselves, or their levels from 0 to 254 */
  values: Float32Array | Uint8Array;
  coloraxis: NonNullable<Layout["coloraxis"]>;
  range: [lowest: number, highest: number];
}

/** One range of colours for all maps: symmetric about zero where some numbers are negative. */
export function colourRange({ data }: FlatMaps): ColourRange {
  const numbers = Float32Array.from(data);
  const [smallest, largest] = [numbers.reduce((a, b) => Math.min(a, b)), numbers.reduce((a, b) => Math.max(a, b))];
  const reach = Math.max(-smallest, largest);
  const low = smallest < 0 ? -reach : 0;
  const high = reach || 1;
  const inLevels = numbers.length > exact;
  const scale = (value: number) => (inLevels ? ((value - low) / (high - low)) * top : value);
  const ticks = [low, (low + high) / 2, high];
  return {
    values: inLevels ? Uint8Array.from(numbers, (value) => Math.round(scale(value))) : numbers,
    range: [smallest, largest],
    coloraxis: {
      cmin: scale(low),
      cmax: scale(high),
      colorscale: smallest < 0 ? diverging : "Viridis",
      colorbar: {
        orientation: "h",
        thickness: 12,
        len: 0.9,
        y: 0,
        yanchor: "top",
        outlinewidth: 0,
        tickvals: ticks.map(scale),
        ticktext: ticks.map((value) => readable(value)),
      },
    },
  };
}
