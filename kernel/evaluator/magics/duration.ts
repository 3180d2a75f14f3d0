const UNITS = [
  { size: 1, name: "s" },
  { size: 1e-3, name: "ms" },
  { size: 1e-6, name: "µs" },
  { size: 1e-9, name: "ns" },
] as const;

/** A time as IPython's magics print it: three significant digits, hours and minutes from a minute on. */
export function duration(seconds: number): string {
  if (seconds >= 60) return long(Math.round(seconds));
  const unit = UNITS.find(({ size }) => seconds >= size) ?? UNITS[3];
  return `${Number((seconds / unit.size).toPrecision(3))} ${unit.name}`;
}

function long(seconds: number): string {
  const parts = {
    d: Math.floor(seconds / 86_400),
    h: Math.floor(seconds / 3600) % 24,
    min: Math.floor(seconds / 60) % 60,
  };
  const whole = Object.entries(parts).flatMap(([unit, count]) => (count > 0 ? `${count}${unit}` : []));
  return [...whole, ...(seconds % 60 > 0 ? [`${seconds % 60}s`] : [])].join(" ");
}
