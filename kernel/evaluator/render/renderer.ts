import type { MimeBundle } from "../protocol.ts";

/** A way to show some values as a MIME bundle; nothing for all others. */
export type Renderer = (value: unknown) => MimeBundle | undefined | Promise<MimeBundle | undefined>;
