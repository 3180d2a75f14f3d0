import type { MimeBundle } from "../protocol.ts";
import { escape } from "../../escape.ts";
import type { Renderer } from "./renderer.ts";
import { heatMap, isMappable } from "./tensor/heat-map.ts";
import { isPhotograph, photograph } from "./tensor/photograph.ts";
import { isTensor, type TensorLike, titleOf, type Values } from "./tensor/tensor-like.ts";
import { valuesText } from "./tensor/text.ts";

/** Above this many values, reading them takes longer than a reader waits for their look. */
const READ = 2 ** 24;

/** A tensor of TensorFlow.js: its type and shape, a small one's values in numbers and colours, a large one's statistics. */
export const tensor: Renderer = (value) => {
  if (!isTensor(value)) return undefined;
  const title = titleOf(value);
  if (value.isDisposed) return said(title, "disposed: its values are gone");
  if (value.size > READ)
    return said(title, `${value.size.toLocaleString("en")} values, too many to be read for display`);
  const values = readNow(value);
  return values
    ? shown(value, values)
    : value.data().then(
        (later) => shown(value, later),
        (error) => said(title, `its values cannot be read: ${error}`),
      );
};

const said = (title: string, words: string): MimeBundle => ({ "text/plain": `${title} (${words})` });

/** At once, so that the cell's next output comes after it; a tensor on WebGPU answers later only. */
function readNow(tensor: TensorLike): Values | undefined {
  try {
    return tensor.dataSync();
  } catch {
    return undefined;
  }
}

function shown(tensor: TensorLike, values: Values): MimeBundle {
  const title = titleOf(tensor);
  const html = colours(tensor, values);
  return {
    "text/plain": `${title}\n${valuesText(tensor, values)}`,
    ...(html !== undefined && { "text/html": `<div>${escape(title)}</div>${html}` }),
  };
}

function colours({ shape, dtype, size }: TensorLike, values: Values): string | undefined {
  if (Array.isArray(values) || dtype === "complex64" || size === 0) return undefined;
  if (isPhotograph(shape)) return photograph(shape, values, dtype);
  return isMappable(shape) ? heatMap(shape, values) : undefined;
}
