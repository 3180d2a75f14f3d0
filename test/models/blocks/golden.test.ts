import { beforeAll, describe, expect, test } from "vitest";
import { useDevice } from "../../../src/device/use.ts";
import { AGREEMENT, blocks, compare } from "../../nn/agreement.ts";

describe.each(["cpu", "wasm"])("on %s, as in torchvision:", (device) => {
  beforeAll(() => useDevice(device));

  test.each(blocks)("$name", async (wanted) => {
    expect(await compare(wanted)).toEqual(AGREEMENT);
  });
});
