/** What a few numbers tell of many. Those that are not finite are counted, and left out of the others. */
export interface Statistics {
  min: number;
  max: number;
  mean: number;
  deviation: number;
  notFinite: number;
}

/** By Welford's method, which does not lose the small differences of large numbers. */
export function statisticsOf(values: ArrayLike<number>): Statistics {
  let [min, max, mean, squares, count] = [Infinity, -Infinity, 0, 0, 0];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value)) continue;
    count++;
    const difference = value - mean;
    mean += difference / count;
    squares += difference * (value - mean);
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return { min, max, mean, deviation: Math.sqrt(squares / count), notFinite: values.length - count };
}
