import { hasAdapter } from "../../device/adapter.ts";
import { beforeAll, describe, expect, test } from "vitest";
import { useDevice } from "../../../src/device/use.ts";
import { AGREEMENT, blocks, compare } from "../../nn/agreement.ts";

describe.skipIf(!hasAdapter)("on webgpu, as in torchvision:", () => {
  beforeAll(() => useDevice("webgpu"));

  test.each(blocks)("$name", async (wanted) => {
    expect(await compare(wanted)).toEqual(AGREEMENT);
  });
});
