export type Colour = readonly [red: number, green: number, blue: number];
/** The colour of a value. */
export type Scale = (value: number) => Colour;

/** Of matplotlib's viridis: as light as the value is large, also for readers who do not tell all colours. */
const VIRIDIS: Colour[] = [
  [68, 1, 84],
  [59, 82, 139],
  [33, 145, 140],
  [94, 201, 98],
  [253, 231, 37],
];
/** Of ColorBrewer's RdBu: blue below zero, red above. */
const DIVERGING: Colour[] = [
  [33, 102, 172],
  [146, 197, 222],
  [247, 247, 247],
  [244, 165, 130],
  [178, 24, 43],
];
const NOT_FINITE: Colour = [128, 128, 128];

/** Values on both sides of zero keep zero in the middle. */
export const isDiverging = (min: number, max: number): boolean => min < 0 && max > 0;

export function scaleBetween(min: number, max: number): Scale {
  const reach = Math.max(-min, max);
  const [from, to, stops] = isDiverging(min, max) ? [-reach, reach, DIVERGING] : [min, max, VIRIDIS];
  return (value) =>
    Number.isFinite(value) ? between(stops, to > from ? (value - from) / (to - from) : 0.5) : NOT_FINITE;
}

function between(stops: Colour[], share: number): Colour {
  const at = Math.min(Math.max(share, 0), 1) * (stops.length - 1);
  const [low, high] = [stops[Math.floor(at)]!, stops[Math.ceil(at)]!];
  const mix = (channel: 0 | 1 | 2) => Math.round(low[channel] + (high[channel] - low[channel]) * (at % 1));
  return [mix(0), mix(1), mix(2)];
}

export const hex = (colour: Colour): string =>
  `#${colour.map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;

/** Black or white, whichever can be read on a colour. */
export const inkOn = ([red, green, blue]: Colour): string =>
  0.299 * red + 0.587 * green + 0.114 * blue > 140 ? "#000000" : "#ffffff";
