/** The process of the peer onnxruntime-node: `main.ts THREADS`. */
import type { Task } from "../../work/task.ts";
import { SEEDS, values } from "../../work/values.ts";
import type { Candidate } from "../candidate.ts";
import { serve } from "../serve.ts";
import { graphOf } from "./graphs.ts";
import { findRuntime, type Runtime, type RuntimeTensor } from "./runtime.ts";

const threads = Number(process.argv[2]);

await serve(async () => {
  const found = findRuntime();
  if (found === undefined) throw new Error("onnxruntime-node is not installed");
  const runtime = found.runtime();
  return { version: found.version, threads, candidates: async (task) => [await candidate(runtime, task)] };
});

async function candidate({ InferenceSession, Tensor }: Runtime, task: Task): Promise<Candidate> {
  const { model, input, output } = graphOf(task);
  const size = (shape: readonly number[]) => shape.reduce((product, size) => product * size, 1);
  const session = await InferenceSession.create(model, {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    // else its idle threads keep the cores busy while other peers have their turn
    extra: { session: { force_spinning_stop: "1" } },
  });
  const feeds = { [session.inputNames[0]!]: new Tensor("float32", values(size(input), SEEDS.x), input) };
  const y = new Tensor("float32", new Float32Array(size(output)), output);
  const fetches = { [session.outputNames[0]!]: y };
  return {
    layout: "NCHW",
    run: () => session.run(feeds, fetches),
    read: () => (y as RuntimeTensor).data,
    free: () => {},
    dispose: () => void session.release(),
  };
}
