import { beforeAll, describe, expect, test } from "vitest";
import { useDevice } from "../../src/device/use.ts";
import { isInstalled } from "../device/tensorflow.ts";
import { AGREEMENT, attempt, cases, compare, REFUSAL, refused } from "./agreement.ts";

describe.skipIf(!isInstalled)("on tensorflow", () => {
  beforeAll(() => useDevice("tensorflow"));

  describe("conv2d agrees with PyTorch:", () => {
    test.each(cases)("$name", async (wanted) => {
      expect(await compare(wanted)).toEqual(AGREEMENT);
    });
  });

  describe("conv2d refuses, as PyTorch does,", () => {
    test.each(refused)("$name", (wanted) => {
      expect(wanted.message).not.toBe("");
      expect(attempt(wanted)).toThrow(REFUSAL);
    });
  });
});
