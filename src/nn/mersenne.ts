const SIZE = 624;
const MIDDLE = 397;

/**
 * The Mersenne Twister MT19937, the generator of PyTorch's CPU device.
 *
 * @see Matsumoto and Nishimura 1998, doi 10.1145/272991.272995
 */
export class MersenneTwister {
  readonly #state = new Uint32Array(SIZE);
  #next = SIZE;

  constructor(seed: number) {
    this.#state[0] = seed;
    for (let i = 1; i < SIZE; i++) {
      const previous = this.#state[i - 1]!;
      this.#state[i] = Math.imul(1812433253, previous ^ (previous >>> 30)) + i;
    }
  }

  /** The next 32 random bits, as an unsigned integer. */
  next(): number {
    if (this.#next === SIZE) this.#twist();
    let bits = this.#state[this.#next++]!;
    bits ^= bits >>> 11;
    bits ^= (bits << 7) & 0x9d2c5680;
    bits ^= (bits << 15) & 0xefc60000;
    return (bits ^ (bits >>> 18)) >>> 0;
  }

  /** Leaves out the next `count` numbers. */
  skip(count: number): void {
    let left = count;
    while (left > SIZE - this.#next) {
      left -= SIZE - this.#next;
      this.#twist();
    }
    this.#next += left;
  }

  #twist(): void {
    for (let i = 0; i < SIZE - MIDDLE; i++) this.#mix(i, i + 1, i + MIDDLE);
    for (let i = SIZE - MIDDLE; i < SIZE - 1; i++) this.#mix(i, i + 1, i + MIDDLE - SIZE);
    this.#mix(SIZE - 1, 0, MIDDLE - 1);
    this.#next = 0;
  }

  #mix(i: number, following: number, middle: number): void {
    const state = this.#state;
    const bits = (state[i]! & 0x80000000) | (state[following]! & 0x7fffffff);
    state[i] = state[middle]! ^ (bits >>> 1) ^ (-(bits & 1) & 0x9908b0df);
  }
}
