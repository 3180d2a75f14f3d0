/**
 * A number with so many decimals as Python's `"%.2f"` writes it: a tie goes to the even digit (0.125 → 0.12), where toFixed
 * takes the larger. Other numbers round alike in both, since both look at the double's exact value.
 */
export function fixed(value: number, decimals: number): string {
  // a double lies halfway between two decimals exactly when it is an odd multiple of 2^−(decimals + 1)
  const isTie = Math.abs(value * 2 ** (decimals + 1)) % 2 === 1;
  if (!isTie) return value.toFixed(decimals);
  const lower = Math.floor(value * 10 ** decimals);
  return ((lower % 2 === 0 ? lower : lower + 1) / 10 ** decimals).toFixed(decimals);
}
