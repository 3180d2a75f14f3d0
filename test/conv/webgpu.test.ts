import { hasAdapter } from "../device/adapter.ts";
import { beforeAll, describe, test } from "vitest";
import { useDevice } from "../../src/device/use.ts";
import { cases, expectAgreement, expectRefusal, refused } from "./agreement.ts";

describe.skipIf(!hasAdapter)("on webgpu", () => {
  beforeAll(() => useDevice("webgpu"));

  describe("conv2d agrees with PyTorch:", () => {
    test.each(cases)("$name", expectAgreement);
  });

  describe("conv2d refuses, as PyTorch does,", () => {
    test.each(refused)("$name", expectRefusal);
  });
});
