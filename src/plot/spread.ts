/**
 * Positions at least `gap` apart, in the order given and as near as can be to those wanted: where labels would overlap, they
 * move apart around their common middle. (Least squares under an order: pool adjacent violators.)
 *
 * @param wanted  ascending positions
 * @see Barlow et al. 1972, Statistical Inference under Order Restrictions
 */
export function spread(wanted: readonly number[], gap: number): number[] {
  const blocks: { sum: number; count: number }[] = [];
  for (const [i, position] of wanted.entries()) {
    let block = { sum: position - i * gap, count: 1 };
    for (let below = blocks.at(-1); below && mean(below) > mean(block); below = blocks.at(-1)) {
      block = { sum: below.sum + block.sum, count: below.count + block.count };
      blocks.pop();
    }
    blocks.push(block);
  }
  return blocks.flatMap((block) => Array.from({ length: block.count }, () => mean(block))).map((m, i) => m + i * gap);
}

const mean = ({ sum, count }: { sum: number; count: number }) => sum / count;
