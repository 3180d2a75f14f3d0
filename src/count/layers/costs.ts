import type { AnyModule } from "../../nn/index.ts";
import type { Parameter } from "../../nn/parameter.ts";
import type { Convention } from "../conventions/index.ts";
import { ratio, type LayerCost } from "../tables/layer-cost.ts";
import { NOTHING } from "./arithmetic.ts";
import { kindOf } from "./kind.ts";
import { title, type Call, type Trace } from "./trace.ts";
import { workOf, type Work } from "./work.ts";

/** The rows of what ran, and behind them of what did not run but has parameters; and what has no rule. */
export function costsOf(
  { modules, calls }: Trace,
  convention: Convention,
): { costs: Map<Call, LayerCost>; uncounted: readonly string[] } {
  const seen = new Set<Parameter>();
  const uncounted = new Set<string>();
  const costs = new Map<Call, LayerCost>();
  for (const call of calls) {
    const work = workOf(call);
    if (!work) continue;
    for (const kernel of work.unknown) uncounted.add(`${kernel} in ${title(call)}`);
    costs.set(call, rowOf(call, work, seen, convention));
  }
  const called = new Set(calls.map((call) => call.module));
  for (const [name, layer] of modules) {
    if (called.has(layer) || layer.ownParameters().length === 0) continue;
    const call = standing(name, layer);
    costs.set(
      call,
      rowOf(call, IDLE, seen, () => 0),
    );
  }
  return { costs, uncounted: [...uncounted] };
}

const IDLE: Work = { arithmetic: NOTHING, unknown: [], moved: { read: 0, written: 0 } };
const UNKNOWN = { macs: null, multiplications: null, additions: null, flops: null };

function rowOf(call: Call, { arithmetic, moved }: Work, seen: Set<Parameter>, convention: Convention): LayerCost {
  const { module, name, type, inputShapes, outputShapes, receptiveField } = call;
  const { parameters, buffers } = module.ownTensors();
  const own = parameters.map(([, parameter]) => parameter);
  const fresh = own.filter((parameter) => !seen.has(parameter) && seen.add(parameter));
  const kept = buffers.flatMap(([, buffer]) => (buffer.dtype === "float32" ? [buffer] : []));
  const read = outputShapes.length > 0 ? moved.read + Float32Array.BYTES_PER_ELEMENT * (sizes(own) + sizes(kept)) : 0;
  return {
    name,
    type,
    kind: kindOf(module),
    inputShapes,
    outputShapes,
    parameters: sizes(fresh),
    trainableParameters: sizes(fresh.filter(({ trainable }) => trainable)),
    ...(arithmetic ?? UNKNOWN),
    operations: arithmetic && convention({ module, inputShapes, outputShapes, macs: arithmetic.macs }),
    read,
    written: moved.written,
    intensity: arithmetic && ratio(arithmetic.flops, read + moved.written),
    receptiveField: receptiveField?.size ?? null,
  };
}

/** A layer that did not run. */
const standing = (name: string, module: AnyModule): Call => ({
  module,
  name,
  type: module.constructor.name,
  inputShapes: [],
  outputShapes: [],
  receptiveField: null,
  kernels: [],
  calls: [],
});

const sizes = (parameters: readonly Parameter[]) => parameters.reduce((sum, { size }) => sum + size, 0);
