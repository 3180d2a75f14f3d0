const negligible = 1e-9;

/**
 * Which sign makes a pair column × row read naturally: −1 to negate both, 1 to leave them.
 * A vector that smooths (a non-zero sum) counts as positive, the column's before the row's; where both only
 * differentiate, the column's last non-zero number is positive. Relative to rounding, so that equal kernels on
 * different machines get equal signs.
 */
export function orientation(column: readonly number[], row: readonly number[]): 1 | -1 {
  for (const vector of [column, row]) {
    const sum = vector.reduce((total, value) => total + value, 0);
    const size = vector.reduce((total, value) => total + Math.abs(value), 0);
    if (Math.abs(sum) > negligible * size) return sum > 0 ? 1 : -1;
  }
  const largest = Math.max(...column.map(Math.abs));
  const last = column.findLast((value) => Math.abs(value) > negligible * largest) ?? 0;
  return last < 0 ? -1 : 1;
}
