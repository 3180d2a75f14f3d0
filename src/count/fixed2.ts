/**
 * A number with two decimals as Python's `"%0.2f"` writes it: a tie goes to the even digit (0.125 → 0.12), where toFixed
 * takes the larger. Other numbers round alike in both, since both look at the double's exact value.
 */
export function fixed2(value: number): string {
  // Exactly halfway between two hundredths lie, among doubles, the odd eighths and no others.
  const isTie = Math.abs(value * 8) % 2 === 1;
  if (!isTie) return value.toFixed(2);
  const lower = Math.floor(value * 100);
  return ((lower % 2 === 0 ? lower : lower + 1) / 100).toFixed(2);
}
