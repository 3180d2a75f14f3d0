import type { Pass, Setting } from "../../src/device/webgpu/kernels/pass.ts";
import { reasonAgainst, ways } from "../../src/device/webgpu/kernels/plans.ts";
import { planSeparable } from "../../src/device/webgpu/kernels/separable.ts";
import { number } from "../number.ts";
import type { Layer } from "./layers.ts";

/** What one operation of a layer dispatches. */
export interface Costs {
  layer: string;
  operation: string;
  /** Why there is no plan, instead of passes. */
  reason?: string;
  passes: Omit<Pass, "code">[];
}

/** What the forward pass and both gradients of a layer cost, by the code that plans them. */
export function costsOf({ title, kind, problem }: Layer, setting: Setting): Costs[] {
  if (kind === "separable") {
    const plan = planSeparable(problem, problem.outChannels, setting);
    return [{ layer: title, operation: "forward", ...planned(plan) }];
  }
  return Object.entries(ways).map(([operation, ways]) => {
    const plans = ways.map(({ plan }) => plan(problem, setting));
    const plan = plans.find((plan) => reasonAgainst(plan, problem, setting) === undefined) ?? plans.at(-1)!;
    return { layer: title, operation, ...planned(plan) };
  });
}

const planned = (plan: Pass[] | string) => (typeof plan === "string" ? { reason: plan, passes: [] } : { passes: plan });

export function costTable(all: readonly Costs[]): string[] {
  const head = [
    "layer",
    "operation",
    "program",
    "workgroups",
    "of",
    "workgroup memory, bytes",
    "read, MiB",
    "written, MiB",
    "Mflop",
    "flop/byte",
  ];
  const rows = all.flatMap(({ layer, operation, reason, passes }) =>
    reason === undefined
      ? passes.map((pass) => [layer, operation, ...cells(pass)])
      : [[layer, operation, `two passes: ${reason}`, ...Array.from({ length: head.length - 3 }, () => "")]],
  );
  return [head, head.map((_, i) => (i < 3 ? "---" : "---:")), ...rows].map((row) => `| ${row.join(" | ")} |`);
}

function cells({
  key,
  workgroups,
  workgroupSize,
  workgroupMemory,
  bytesRead,
  bytesWritten,
  flops,
}: Omit<Pass, "code">) {
  const mebi = (bytes: number) => number(bytes / 2 ** 20);
  const figures = [workgroups, workgroupSize, workgroupMemory].map(String);
  return [
    key,
    ...figures,
    mebi(bytesRead),
    mebi(bytesWritten),
    number(flops / 1e6),
    number(flops / (bytesRead + bytesWritten)),
  ];
}
