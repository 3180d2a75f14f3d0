import { readFileSync } from "node:fs";
import { refuse } from "../../errors.ts";
import { registerKernels } from "../../conv/kernels.ts";
import { tf } from "../../tf.ts";
import type { Absence, Device } from "../device.ts";
import { releasePacked } from "./packed.ts";
import { findInstallation, INSTALL, type Installation } from "./installation.ts";

/** TensorFlow as a device, or why it is not here. It is loaded when it is taken: that takes a second and 400 MB. */
export function findTensorflow(): Device | Absence {
  const found = findInstallation();
  return "why" in found ? found : tensorflow(found);
}

const tensorflow = (installation: Installation): Device => ({
  name: "tensorflow",
  ...(installation.hasGpu || mayBeatWasm()
    ? { description: installation.description, auto: "TensorFlow is installed, with CUDA or AVX-512 to be faster by" }
    : { description: `${installation.description}, slower than wasm on a processor without AVX-512` }),
  async start() {
    const isLoaded = tf.findBackend("tensorflow") !== null;
    if (!isLoaded) await register(installation);
    await tf.setBackend("tensorflow");
    if (!isLoaded) await equip();
  },
});

/** On processors without AVX-512 wasm is faster in most of `npm run bench`. Where Linux is not asked, nothing is known. */
function mayBeatWasm(): boolean {
  if (process.platform !== "linux" || process.arch !== "x64") return true;
  try {
    return readFileSync("/proc/cpuinfo", "utf8").includes(" avx512f ");
  } catch {
    return true;
  }
}

/** Finds out what this TensorFlow can do, now that it computes. */
async function equip(): Promise<void> {
  const [{ findAbilities }, { findSpeeds }, { kernelsFor }, { mendDepthwise }, { fuse }] = await Promise.all([
    import("./abilities.ts"),
    import("./speeds.ts"),
    import("./kernels.ts"),
    import("./mend-depthwise.ts"),
    import("./finish.ts"),
  ]);
  const abilities = findAbilities();
  const speeds = findSpeeds(abilities);
  mendDepthwise(abilities);
  fuse({ bias: abilities.fused, channelsFirst: !speeds.slowChannelsFirst, slowActivations: speeds.slowActivations });
  registerKernels("tensorflow", kernelsFor({ abilities, speeds }));
}

async function register(installation: Installation): Promise<void> {
  const { loadBackend } = await import("./backend.ts");
  try {
    const backend = loadBackend(installation);
    releasePacked(backend);
    tf.registerBackend("tensorflow", () => backend, LAST);
  } catch (error) {
    const received = (error as Error).message.split("\n", 1)[0]!;
    refuse("tensorflow", "a TensorFlow that loads", received, `install it anew: ${INSTALL}`);
  }
}

/** tf.ready() takes the backend of the highest priority; this one is for useDevice() to take. */
const LAST = 0;
