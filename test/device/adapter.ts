import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { searchGpu } from "../../src/device/here.ts";

/*
 * Chromium brings SwiftShader, a Vulkan driver that computes on the CPU, and a Vulkan loader. Import this before anything looks
 * for a GPU: then tests find SwiftShader where there is no GPU, in this process and in those that it starts.
 */
const CHROMIUM = "/usr/lib/chromium";
const driver = join(CHROMIUM, "libvk_swiftshader.so");
const loader = join(CHROMIUM, "libvulkan.so.1");
/** Keeps a library in memory though it is no addon, so that Dawn finds it by its name. */
const RTLD_NODELETE = 0x1000;

/** What a process needs in order to see no TensorFlow. */
export const noTensorflow = { SEPCONV_TENSORFLOW: "/nonexistent" };
/** What a process needs in order to see SwiftShader, no GPU and no TensorFlow. */
export const swiftshader: Record<string, string> = { ...noTensorflow };
/** What a process needs in order to see no adapter at all, nor TensorFlow. */
export const nothing = { VK_DRIVER_FILES: "/nonexistent", VK_ADD_DRIVER_FILES: "", ...noTensorflow };

if (existsSync(driver)) {
  const folder = mkdtempSync(join(tmpdir(), "sepconv-swiftshader-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const manifest = join(folder, "icd.json");
  const ICD = { library_path: driver, api_version: "1.1.0" };
  writeFileSync(manifest, JSON.stringify({ file_format_version: "1.0.0", ICD }));
  const { LD_LIBRARY_PATH: paths } = process.env;
  process.env.LD_LIBRARY_PATH = paths ? `${paths}:${CHROMIUM}` : CHROMIUM;
  process.env.VK_ADD_DRIVER_FILES = manifest;
  Object.assign(swiftshader, { VK_DRIVER_FILES: manifest });
  try {
    process.dlopen({ exports: {} }, loader, constants.dlopen.RTLD_LAZY | RTLD_NODELETE);
  } catch {
    // Node loads it, and then says that it is no addon.
  }
}

/** Whether useDevice("webgpu") can be tested here. */
export const hasAdapter = "start" in (await searchGpu());
