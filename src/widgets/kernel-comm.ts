/** What a message of a comm carries. */
export interface Carried {
  data: unknown;
  metadata: Record<string, unknown>;
  buffers: Uint8Array[];
}

/** A channel to the frontend, as this project's kernel has it. */
export interface Comm {
  onMessage?: (message: Carried) => unknown;
  onClose?: (message: Carried) => unknown;
  send(data: unknown, extras?: Partial<Carried>): void;
  close(): void;
}

interface CommClass {
  new (targetName: string, data: unknown, extras: Partial<Carried> & { id: string }): Comm;
  register(targetName: string, opened: (comm: Comm) => unknown): void;
}

/** The kernel's class of comms; nothing elsewhere: there widgets are only pictures of themselves. */
export const kernelComm = (): CommClass | undefined => (globalThis as { Comm?: CommClass }).Comm;

/** Fires when what runs now is interrupted; nothing outside of this project's kernel. */
export const interruption = (): AbortSignal | undefined => (globalThis as { abortSignal?: AbortSignal }).abortSignal;
