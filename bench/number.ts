/** Three digits say enough. */
export const number = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString("en-US") : String(Number(value.toPrecision(value < 1 ? 2 : 3)));
