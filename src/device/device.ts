/** How a device computes, for those that know the option. */
export interface DeviceOptions {
  /** "float16": convolutions keep their inputs in 16 bits while they multiply them, which is faster and less exact. */
  precision?: "float32" | "float16" | undefined;
  /** How many threads convolve; all cores by default. The numbers are the same for any. */
  threads?: number | undefined;
  /** Bits of the vectors that the processor multiplies at a time; 256 where they can be had. */
  vectors?: 128 | 256 | undefined;
}

/** A tfjs backend that this library can compute with. */
export interface Device {
  /** What useDevice() takes, and tfjs's name of the backend. */
  name: string;
  description: string;
  /** Why "auto" takes it; absent for a device that is only taken when asked for by name. */
  auto?: string;
  /** Names of the options that it knows. */
  options?: readonly (keyof DeviceOptions)[];
  /**
   * Makes the backend ready and the current one.
   *
   * @param onLost   is told, at most once, should the device stop to be there: its driver was restarted, the card was taken out
   * @param options  those that it knows
   */
  start(onLost: (notice: string) => void, options: DeviceOptions): Promise<void>;
  /** Makes its tensors ready to move to the device that comes next, where tfjs cannot do it. */
  leave?(): Promise<void>;
}

/** Why a device is not here, and what would bring it. */
export interface Absence {
  why: string;
  remedy: string;
}
