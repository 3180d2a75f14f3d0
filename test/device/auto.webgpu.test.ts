import { hasAdapter } from "./adapter.ts";
import { beforeAll, describe, expect, test, vi } from "vitest";

/* SwiftShader stands in for a card: only its own word that it is software is left out. All else is real. */
const card = vi.hoisted(() => {
  // which auto would take next
  process.env.SEPCONV_TENSORFLOW = "/nonexistent";
  return { starts: true };
});

vi.mock(import("../../src/device/webgpu/adapter.ts"), async (load) => {
  const adapter = await load();
  return {
    ...adapter,
    async findAdapter() {
      const found = await adapter.findAdapter();
      return "why" in found ? found : { ...found, software: false };
    },
    requestDevice: () => (card.starts ? adapter.requestDevice() : Promise.reject(new Error("out of memory"))),
  };
});

const { list } = await import("../../src/device/list.ts");
const { useDevice } = await import("../../src/device/use.ts");
const { conv2d } = await import("../../src/conv/conv2d.ts");
const { tf } = await import("../../src/tf.ts");

const sum = async () => (await conv2d(tf.ones([1, 3, 3]), tf.ones([1, 1, 3, 3])).data())[0];

describe.skipIf(!hasAdapter)("where there is a GPU, auto", () => {
  beforeAll(() => {
    vi.spyOn(console, "warn").mockReturnValue();
  });

  test("takes the next device if the GPU does not start, and says so", async () => {
    card.starts = false;
    const { name, why } = await useDevice();
    expect({ name, why }).toEqual({
      name: "wasm",
      why: "webgpu did not start (out of memory); the fastest device that works on every machine",
    });
    expect(await sum()).toBe(9);
    card.starts = true;
  });

  test("takes it, and says which and why", async () => {
    const device = await useDevice();
    expect(device).toEqual({
      name: "webgpu",
      description: expect.stringMatching(/^google .+ through WebGPU on Vulkan$/),
      why: `a GPU is here: ${device.description}`,
    });
    expect(list()[0]).toEqual({ name: device.name, description: device.description });
    expect(tf.getBackend()).toBe("webgpu");
    expect(await sum()).toBe(9);
  });

  test("goes on with the next device when it is lost, and takes it again when asked to", async () => {
    (tf.backend() as unknown as { device: GPUDevice }).device.destroy();
    await vi.waitFor(() => expect(tf.getBackend()).toBe("wasm"));
    await vi.waitFor(() => expect(console.warn).toHaveBeenCalledTimes(1));
    expect(await sum()).toBe(9);
    expect((await useDevice()).name).toBe("webgpu");
    expect(await sum()).toBe(9);
  });
});
