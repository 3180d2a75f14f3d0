import type { Packed } from "./packed.ts";
import type { Pool } from "./pool.ts";

/** What the kernels of a started device compute with. */
export interface Engine {
  pool: Pool;
  packed: Packed;
}
