/** A Markdown table, its columns aligned as the formatter has them; columns from the given one on hold numbers. */
export function table(header: readonly string[], numbersFrom: number, rows: ReadonlyArray<readonly string[]>): string {
  const widths = header.map((_, column) => Math.max(3, ...[header, ...rows].map((row) => row[column]!.length)));
  const pad = (cell: string, column: number) =>
    column < numbersFrom ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!);
  const line = (row: readonly string[]) => `| ${row.map(pad).join(" | ")} |`;
  const sides = widths.map((width, column) => (column < numbersFrom ? "-".repeat(width) : `${"-".repeat(width - 1)}:`));
  return [header, sides, ...rows].map(line).join("\n");
}

export const grouped = (count: number) => count.toLocaleString("en");

/** How far ours is from what is printed, in percent of that. */
export function difference(ours: number, printed: number): string {
  if (ours === printed) return "0";
  const percent = 100 * (ours / printed - 1);
  return `${percent < 0 ? "−" : "+"}${Math.abs(percent).toFixed(2)}%`;
}
