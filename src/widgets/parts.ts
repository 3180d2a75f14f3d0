import { checkNames } from "../arguments.ts";
import { refuse, show } from "../errors.ts";
import { Model, type State } from "./model.ts";

const BASE = { module: "@jupyter-widgets/base", version: "2.0.0" };
const CONTROLS = { module: "@jupyter-widgets/controls", version: "2.0.0" };

/** By which a frontend finds the code of a model and of its view. */
const names = (model: typeof BASE, modelName: string, view: typeof BASE, viewName: string): State => ({
  _model_module: model.module,
  _model_module_version: model.version,
  _model_name: modelName,
  _view_module: view.module,
  _view_module_version: view.version,
  _view_name: viewName,
  _view_count: null,
});

export const controlNames = (name: string): State => names(CONTROLS, `${name}Model`, CONTROLS, `${name}View`);

const LAYOUT = {
  width: "width",
  minWidth: "min_width",
  maxWidth: "max_width",
  height: "height",
  minHeight: "min_height",
  maxHeight: "max_height",
  margin: "margin",
  padding: "padding",
  display: "display",
  visibility: "visibility",
  overflow: "overflow",
  flex: "flex",
  flexFlow: "flex_flow",
  alignItems: "align_items",
  justifyContent: "justify_content",
  gridTemplateColumns: "grid_template_columns",
  gridGap: "grid_gap",
} as const;

/** How a widget is laid out, in CSS: `{ width: "50%" }`. */
export type Layout = Partial<Record<keyof typeof LAYOUT, string>>;

/** What is not given is left to the frontend. */
export function layoutModel(who: string, layout: Layout): Model {
  checkNames(`${who} layout`, layout, Object.keys(LAYOUT));
  const given = Object.entries(layout).map(([name, css]): [string, string] => {
    if (typeof css !== "string")
      refuse(who, `layout.${name} to be CSS in a string`, show(css), 'write "50%" or "20px"');
    return [LAYOUT[name as keyof Layout], css];
  });
  return new Model({ ...names(BASE, "LayoutModel", BASE, "LayoutView"), ...Object.fromEntries(given) });
}

/** Styles differ by the kind of widget; all that have a description leave it the room that it needs. */
export const styleModel = (name: string): Model =>
  new Model({
    ...names(CONTROLS, `${name}StyleModel`, BASE, "StyleView"),
    ...(name !== "Button" && { description_width: "initial" }),
  });

export const reference = ({ id }: { id: string }): string => `IPY_MODEL_${id}`;
