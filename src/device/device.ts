/** A tfjs backend that this library can compute with. */
export interface Device {
  /** What useDevice() takes, and tfjs's name of the backend. */
  name: string;
  description: string;
  /** Why "auto" takes it; absent for a device that is only taken when asked for by name. */
  auto?: string;
  /** Makes the backend ready and the current one. */
  start(): Promise<void>;
}
