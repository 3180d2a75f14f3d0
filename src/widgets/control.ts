import { split } from "./buffers.ts";
import type { Comm, kernelComm } from "./kernel-comm.ts";
import type { Model } from "./model.ts";

const TARGET = "jupyter.widget.control";
const models = new Map<string, Model>();

/** Lets a frontend that comes later, such as a page that is loaded again, have a copy of the model, too. */
export function remember(model: Model, Comm: NonNullable<ReturnType<typeof kernelComm>>): void {
  if (models.size === 0) Comm.register(TARGET, answer);
  models.set(model.id, model);
}

export const forget = ({ id }: Model): void => void models.delete(id);

/** Answers a frontend that asks for all models. */
function answer(comm: Comm): void {
  comm.onMessage = ({ data }) => {
    if ((data as { method?: string }).method !== "request_states") return;
    const all = Object.fromEntries(models.entries().map(([id, { state }]) => [id, described(state)]));
    const { state: states, buffer_paths, buffers } = split(all);
    comm.send({ method: "update_states", states, buffer_paths }, { buffers });
  };
}

function described(state: Model["state"]): object {
  const { _model_name: model_name, _model_module: model_module, _model_module_version: model_module_version } = state;
  return { model_name, model_module, model_module_version, state };
}
