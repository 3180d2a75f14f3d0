import type { Output } from "../kernel.ts";
import { arrived } from "../late.ts";
import type { Measurement } from "../measurement.ts";
import type { PeerName } from "../peers.ts";

const SIZE = 50_000_000;

/** Each kernel has its own way to show a text. */
const CODE: Record<PeerName, string> = {
  sepconv: `display({ [Symbol.for("Jupyter.display")]: () => ({ "text/plain": "x".repeat(${SIZE}) }) });`,
  tslab: `import { display } from "tslab";\ndisplay.text("x".repeat(${SIZE}));`,
  deno: `await Deno.jupyter.display({ "text/plain": "x".repeat(${SIZE}) }, { raw: true });`,
};

/** One display that is very large. */
export const largeDisplay: Measurement<"largeDisplay"> = {
  figures: { largeDisplay: { title: "display_data of 50 MB", unit: "ms", goals: [{ atMost: 1000 }] } },
  async measure({ peer, start, record }) {
    const kernel = await start();
    await kernel.execute("1");
    const answer = await kernel.execute(CODE[peer.name]);
    const isDisplay = ({ msg_type }: Output) => msg_type === "display_data";
    const milliseconds = await arrived(answer, (output) => output.some(isDisplay));
    const shown = answer.output.filter(isDisplay).map(({ content }) => content().data as Record<string, string>);
    const sizes = shown.map((data) => data["text/plain"]?.length);
    if (sizes.length !== 1 || sizes[0] !== SIZE)
      throw new Error(`expected one display_data of ${SIZE} characters, received [${sizes}]`);
    record("largeDisplay", milliseconds);
  },
};
