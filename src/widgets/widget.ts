import { jupyterDisplay, type MimeBundle } from "../notebook/elsewhere.ts";
import { Model, type Hooks, type State } from "./model.ts";
import { controlNames, type Layout, layoutModel, reference, styleModel } from "./parts.ts";

const VIEW = "application/vnd.jupyter.widget-view+json";

/** What every widget may be given. */
export interface WidgetOptions {
  /** in CSS, as `{ width: "50%" }` */
  layout?: Layout;
}

/** The words beside a widget. */
export interface DescribedOptions extends WidgetOptions {
  description?: string;
}

export interface ControlOptions extends DescribedOptions {
  /** shown, but not to be changed by the user; default false */
  disabled?: boolean;
}

/** What a widget consists of, by the frontend's names. */
export interface Kind {
  name: string;
  /** that of its style, if it has one */
  style?: string;
  state: State;
  options: WidgetOptions;
}

/** Shows itself as a live view, and as a picture of it in HTML and in text, where there is no frontend or no kernel any more. */
export abstract class Widget {
  protected readonly model: Model;
  readonly #parts: Model[];

  constructor({ name, style, state, options }: Kind, hooks: Hooks = {}) {
    const layout = layoutModel(`widgets.${name}`, options.layout ?? {});
    const styled = style === undefined ? undefined : styleModel(style);
    this.#parts = styled ? [layout, styled] : [layout];
    this.model = new Model(
      {
        ...controlNames(name),
        _dom_classes: [],
        tabbable: null,
        tooltip: null,
        layout: reference(layout),
        ...(styled && { style: reference(styled) }),
        ...state,
      },
      hooks,
    );
  }

  /** What the frontend knows the widget by. */
  get id(): string {
    return this.model.id;
  }

  /** What the widget shows, in words. */
  abstract get text(): string;

  /** What the widget shows where nothing can move. */
  get html(): string {
    return escape(this.text);
  }

  /** Takes the widget away from the frontend; its value stays readable. */
  close(): void {
    for (const model of [this.model, ...this.#parts]) model.close();
  }

  [jupyterDisplay](): MimeBundle {
    const view = { model_id: this.id, version_major: 2, version_minor: 0 };
    return { ...(this.model.isOpen && { [VIEW]: view }), "text/html": this.html, "text/plain": this.text };
  }
}

export const escape = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

export const described = ({ description = "" }: DescribedOptions): State => ({
  description,
  description_allow_html: false,
});

/** The description and the value, in words. */
export const labelled = (state: Readonly<State>, value: string): string =>
  state.description === "" ? value : `${String(state.description).replace(/:$/u, "")}: ${value}`;
