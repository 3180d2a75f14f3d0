import { execFile, type ExecFileException } from "node:child_process";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import type { Absence } from "../device.ts";

/** What WebGPU tells of a graphics card, and whether the "card" is a program that computes on the CPU. */
export interface Adapter {
  name: string;
  software: boolean;
}

/** The driver interface that Dawn, Chromium's WebGPU, goes through. */
export const api = { darwin: "Metal", win32: "Direct3D 12" }[process.platform as string] ?? "Vulkan";

/**
 * Looks for an adapter, in a process of its own: where there is no driver Dawn says so on stderr, and a broken driver may take
 * its process along.
 *
 * @returns  the adapter that WebGPU prefers, or why there is none
 */
export async function findAdapter(): Promise<Adapter | Absence> {
  let script: string;
  try {
    script = probe(pathToFileURL(createRequire(import.meta.url).resolve("webgpu")).href);
  } catch {
    return { why: "the optional package webgpu is not installed", remedy: "npm install webgpu" };
  }
  try {
    const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", script], {
      timeout: PATIENCE,
      windowsHide: true,
    });
    const info = JSON.parse(stdout) as Info | null;
    if (info === null) return { why: "no GPU adapter is here", remedy: `install the ${api} driver of your GPU` };
    return { name: nameOf(info), software: info.isFallbackAdapter };
  } catch (error) {
    const { stderr = "", signal, message } = error as Partial<ExecFileException>;
    const cause = /^\w*Error: .*/m.exec(String(stderr))?.[0] ?? signal ?? message;
    return { why: `WebGPU does not run here (${cause})`, remedy: `update the ${api} driver of your GPU` };
  }
}

type Info = Pick<GPUAdapterInfo, "vendor" | "device" | "isFallbackAdapter">;

/** WebGPU gives names in lower case with dashes, the card's own often with its vendor in it: "nvidia-h100". */
function nameOf({ vendor, device }: Info): string {
  const card = device.replace(/-+$/, "");
  return card.includes(vendor) ? card : `${vendor} ${card}`.trim();
}

/** A driver that takes longer hangs. */
const PATIENCE = 10_000;

const probe = (webgpu: string) => `
  const { create } = await import(${JSON.stringify(webgpu)});
  const adapter = await create([]).requestAdapter({ powerPreference: "high-performance" });
  const { vendor, device, isFallbackAdapter } = adapter?.info ?? {};
  process.stdout.write(JSON.stringify(adapter && { vendor, device, isFallbackAdapter }));`;

/** Dawn's instance, held as long as the process lives: without it every device is lost. */
let gpu: GPU | undefined;

/** A device of the adapter that was found, which may do all that the adapter can. */
export async function requestDevice(): Promise<{ device: GPUDevice; info: GPUAdapterInfo }> {
  if (gpu === undefined) {
    const { create, globals } = await import("webgpu");
    Object.assign(globalThis, globals);
    gpu = create([]);
  }
  const adapter = await gpu.requestAdapter({ powerPreference: "high-performance" });
  if (adapter === null) throw new Error("the adapter is gone");
  const limits: Record<string, number> = {};
  for (const name in adapter.limits) limits[name] = adapter.limits[name as "maxBufferSize"];
  const half = adapter.features.has(HALF) ? [HALF] : [];
  const device = await adapter.requestDevice({ requiredLimits: limits, requiredFeatures: half });
  // tfjs looks here for whether there is WebGPU.
  if (!("navigator" in globalThis)) Object.assign(globalThis, { navigator: {} });
  Object.defineProperty(navigator, "gpu", { value: gpu, configurable: true });
  return { device, info: adapter.info };
}

/** What a GPU has to have for numbers of 16 bits. */
export const HALF: GPUFeatureName = "shader-f16";
