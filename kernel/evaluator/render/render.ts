import { types } from "node:util";
import type { MimeBundle } from "../protocol.ts";
import { element } from "./element.ts";
import { error } from "./error.ts";
import { picture } from "./picture.ts";
import { ownBundle } from "./protocol.ts";
import type { Renderer } from "./renderer.ts";
import { svgText } from "./svg-text.ts";
import { table } from "./table.ts";
import { tensor } from "./tensor.ts";
import { textOf } from "./text.ts";
import { vega } from "./vega.ts";

/** What a value is taken for, in this order, when it does not show itself. */
const RENDERERS: Renderer[] = [svgText, error, tensor, table, element, vega, picture];

/** A value's MIME bundle: by its own method if it has one, in the form of its kind, or else as text. */
export function render(value: unknown): MimeBundle | Promise<MimeBundle> {
  const own = ownBundle(value);
  if (types.isPromise(own)) return own.then((bundle) => bundle ?? text(value));
  return own ?? byKind(value) ?? text(value);
}

const text = (value: unknown): MimeBundle => ({ "text/plain": textOf(value) });

/** Reading a value that only resembles a kind may throw; then it is none. A proxy answers as it likes, and is read by inspect alone. */
function byKind(value: unknown): MimeBundle | Promise<MimeBundle> | undefined {
  if (types.isProxy(value)) return undefined;
  for (const renderer of RENDERERS) {
    try {
      const bundle = renderer(value);
      if (types.isPromise(bundle)) return bundle.then((found) => found ?? text(value)).catch(() => text(value));
      if (bundle) return bundle;
    } catch {
      // of another kind
    }
  }
  return undefined;
}
