import { describe, expect, test } from "vitest";
import { MersenneTwister } from "../../src/nn/mersenne.ts";
import { manualSeed, uniform } from "../../src/nn/random.ts";

describe("the Mersenne Twister", () => {
  test("gives the number that the C++ standard gives for its 10,000th", () => {
    const generator = new MersenneTwister(5489);
    for (let i = 1; i < 10_000; i++) generator.next();
    expect(generator.next()).toBe(4123659995);
  });

  test.each([0, 1, 623, 624, 625, 1248, 9999])("passes over %i numbers as if they were read", (count) => {
    const [read, skipped] = [new MersenneTwister(7), new MersenneTwister(7)];
    for (let i = 0; i < count; i++) read.next();
    skipped.skip(count);
    expect(skipped.next()).toBe(read.next());
  });
});

describe("random numbers", () => {
  test("do not depend on the order in which they are computed", () => {
    manualSeed(3);
    const inOrder = [uniform(5), uniform(700), uniform(2)].map((draw) => draw());
    manualSeed(3);
    const reserved = [uniform(5), uniform(700), uniform(2)].toReversed();
    expect(reserved.map((draw) => draw()).toReversed()).toEqual(inOrder);
  });

  test("of a seed stay its own when another seed follows", () => {
    manualSeed(3);
    const expected = [...uniform(4)()];
    manualSeed(3);
    const later = uniform(4);
    manualSeed(4);
    expect([...later()]).toEqual(expected);
    expect([...uniform(4)()]).not.toEqual(expected);
  });

  test.each([-1, 0.5, Number.NaN, 2 ** 32, "1"])("refuse the seed %s", (seed) => {
    expect(() => manualSeed(seed as number)).toThrow("manualSeed: expected an integer from 0 to 2³² − 1");
  });
});
