/** Random choices that a seed repeats: Marsaglia's xorshift of 32 bits. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0 || 1;
  }

  /** A whole number from 0 to below a limit. */
  below(limit: number): number {
    this.#state ^= this.#state << 13;
    this.#state ^= this.#state >>> 17;
    this.#state ^= this.#state << 5;
    return (this.#state >>> 0) % limit;
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)]!;
  }

  /** Fewer than so many bytes, or none. */
  bytes(limit: number): Buffer {
    return Buffer.from(Array.from({ length: this.below(limit + 1) }, () => this.below(256)));
  }
}
