import type { Kernel } from "../kernel.ts";
import type { Measurement, Round } from "../measurement.ts";
import { IMPORT_TFJS } from "./tfjs.ts";

const WARM_UP = 4;
const OF_ARRAYS = ["map", "filter", "reduce", "some", "every", "flat", "slice", "concat"];
const OF_TFJS = ["tensor1d", "zeros", "matMul", "conv2d", "concat", "softmax", "oneHot", "tidy"];

/** Asks a kernel about a member of an object; the milliseconds until it answered rightly. */
type Ask = (kernel: Kernel, object: string, member: string) => Promise<number>;

const askCompletion: Ask = async (kernel, object, member) => {
  const code = `${object}.${member.slice(0, 2)}`;
  const request = { code, cursor_pos: code.length };
  const { content, milliseconds } = await kernel.request("shell", "complete_request", request);
  const { matches = [] } = content as { matches?: string[] };
  if (matches.some((match) => match.endsWith(member))) return milliseconds;
  throw new Error(`"${code}" is not completed to ${member}`);
};

const askInspection: Ask = async (kernel, object, member) => {
  const code = `${object}.${member}`;
  const request = { code, cursor_pos: code.length - 1, detail_level: 0 };
  const { content, milliseconds } = await kernel.request("shell", "inspect_request", request);
  if (JSON.stringify(content.data ?? {}).includes(member)) return milliseconds;
  throw new Error(`"${code}" is not explained`);
};

/** Completion of a member of which two letters are typed. */
export const completion: Measurement<"completion" | "completionTfjs"> = {
  figures: {
    completion: { title: "completion", unit: "ms", goals: [{ atMost: 15 }] },
    completionTfjs: { title: "completion after importing tfjs", unit: "ms", goals: [{ atMost: 40 }] },
  },
  measure: (round) => beforeAndAfterTfjs(round, ["completion", "completionTfjs"], askCompletion),
};

/** What a frontend shows of the name under the cursor. */
export const inspection: Measurement<"inspection" | "inspectionTfjs"> = {
  figures: {
    inspection: { title: "inspection", unit: "ms", goals: [{ atMost: 15 }] },
    inspectionTfjs: { title: "inspection after importing tfjs", unit: "ms", goals: [{ atMost: 40 }] },
  },
  measure: (round) => beforeAndAfterTfjs(round, ["inspection", "inspectionTfjs"], askInspection),
};

async function beforeAndAfterTfjs<Name extends string>(
  { repetitions, start, record }: Round<Name>,
  [before, after]: [Name, Name],
  ask: Ask,
): Promise<void> {
  const kernel = await start();
  const repeat = async (figure: Name, object: string, members: string[]) => {
    for (let index = 0; index < WARM_UP + repetitions; index++) {
      const milliseconds = await ask(kernel, object, members[index % members.length]!);
      if (index >= WARM_UP) record(figure, milliseconds);
    }
  };
  await kernel.execute("const numbers = [1, 2, 3];");
  await repeat(before, "numbers", OF_ARRAYS);
  await kernel.execute(IMPORT_TFJS);
  await repeat(after, "tf", OF_TFJS);
}
