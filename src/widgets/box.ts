import { checkNames } from "../arguments.ts";
import { refuse, show } from "../errors.ts";
import { reference } from "./parts.ts";
import { Widget, type WidgetOptions } from "./widget.ts";

/** Widgets together. */
abstract class Box extends Widget {
  readonly children: readonly Widget[];

  constructor(name: "VBox" | "HBox", children: readonly Widget[], options: WidgetOptions) {
    const who = `widgets.${name}`;
    checkNames(who, options, ["layout"]);
    if (!Array.isArray(children) || !children.every((child) => child instanceof Widget)) {
      refuse(who, "children to be an array of widgets", show(children), "give [new widgets.Label(), …]");
    }
    super({ name, state: { box_style: "", children: children.map(reference) }, options });
    this.children = children;
  }
}

/**
 * Widgets one below the other.
 *
 * @example
 * await display(new widgets.VBox([new widgets.Label({ value: "σ" }), new widgets.FloatSlider({ max: 3 })]));
 */
export class VBox extends Box {
  constructor(children: readonly Widget[] = [], options: WidgetOptions = {}) {
    super("VBox", children, options);
  }

  get text(): string {
    return this.children.map(({ text }) => text).join("\n");
  }

  override get html(): string {
    return this.children.map(({ html }) => `<div>${html}</div>`).join("");
  }
}

/**
 * Widgets beside each other.
 *
 * @example
 * await display(new widgets.HBox([new widgets.Checkbox({ description: "bias" }), new widgets.Button({ description: "Reset" })]));
 */
export class HBox extends Box {
  constructor(children: readonly Widget[] = [], options: WidgetOptions = {}) {
    super("HBox", children, options);
  }

  get text(): string {
    return this.children.map(({ text }) => text).join(" · ");
  }

  override get html(): string {
    return this.children.map(({ html }) => `<span>${html}</span>`).join(" · ");
  }
}
