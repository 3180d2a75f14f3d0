import type { Task } from "../work/task.ts";

/** One way in which a peer can do a task: in one order of the sizes in memory. Tensors are made before, and freed by `dispose`. */
export interface Candidate<Output = unknown> {
  layout: string;
  /** Does the task once. What is before `mark` is called, as a gradient's forward pass, does not count. */
  run(mark: () => void): Output | Promise<Output>;
  /** Waits until all that was run is done, where running only asks for it. */
  settle?(): Promise<void>;
  /** The result in PyTorch's order of the sizes. */
  read(output: Output): Float32Array | Promise<Float32Array>;
  free(output: Output): void;
  dispose(): void;
}

/** What a peer's process computes with. */
export interface Engine {
  version: string;
  /** How many threads it computes on; 0 for a GPU. */
  threads: number;
  /** @throws  when the peer has no such operation */
  candidates(task: Task): Promise<Candidate[]> | Candidate[];
}
