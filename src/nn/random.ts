import { refuse, show } from "../errors.ts";
import { MersenneTwister } from "./mersenne.ts";

/** One seed's sequence of random numbers, of which places are reserved now and numbers computed when they are needed. */
class Stream {
  readonly #seed: number;
  #reserved = 0;
  #generator: MersenneTwister | undefined;
  #position = 0;

  constructor(seed: number) {
    this.#seed = seed;
  }

  reserve(count: number): () => Float32Array {
    const from = this.#reserved;
    this.#reserved += count;
    return () => this.#read(from, count);
  }

  #read(from: number, count: number): Float32Array {
    if (!this.#generator || from < this.#position) {
      this.#generator = new MersenneTwister(this.#seed);
      this.#position = 0;
    }
    const generator = this.#generator;
    generator.skip(from - this.#position);
    this.#position = from + count;
    return Float32Array.from({ length: count }, () => (generator.next() & 0xffffff) / 0x1000000);
  }
}

let seeded: Stream | undefined;

/**
 * Starts the random numbers anew: layers made after it get the weights that PyTorch gives them after
 * `torch.manual_seed(seed)`. Without it every start of the program has other weights.
 *
 * @param seed  an integer from 0 to 2³² − 1
 * @throws  when the seed is anything else
 * @example
 * manualSeed(42);
 * const { weight } = new nn.Linear(7, 5);
 * console.log((await weight.data())[0]); // 0.28896838, as in PyTorch
 */
export function manualSeed(seed: number): void {
  if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32) {
    refuse("manualSeed", "an integer from 0 to 2³² − 1", show(seed), "use one such as 42");
  }
  seeded = new Stream(seed);
}

/**
 * `count` numbers from [0, 1), whose place in the sequence is fixed by this call and which are computed by the next. Before
 * manualSeed() there is no sequence to follow, so that none has to be passed over on the way to a late place.
 */
export function uniform(count: number): () => Float32Array {
  const stream = seeded ?? new Stream(crypto.getRandomValues(new Uint32Array(1))[0]!);
  return stream.reserve(count);
}
