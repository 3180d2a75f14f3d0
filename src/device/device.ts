/** A tfjs backend that this library can compute with. */
export interface Device {
  /** What useDevice() takes, and tfjs's name of the backend. */
  name: string;
  description: string;
  /** Why "auto" takes it; absent for a device that is only taken when asked for by name. */
  auto?: string;
  /**
   * Makes the backend ready and the current one.
   *
   * @param onLost  is told, at most once, should the device stop to be there: its driver was restarted, the card was taken out
   */
  start(onLost: (notice: string) => void): Promise<void>;
  /** Makes its tensors ready to move to the device that comes next, where tfjs cannot do it. */
  leave?(): Promise<void>;
}

/** Why a device is not here, and what would bring it. */
export interface Absence {
  why: string;
  remedy: string;
}
