import { sendOutput } from "../channel.ts";
import type { MimeBundle } from "../protocol.ts";

/** Shows a MIME bundle in the cell's output. */
export function show(data: MimeBundle): void {
  sendOutput({ msg_type: "display_data", content: { data, metadata: {}, transient: {} } });
}
