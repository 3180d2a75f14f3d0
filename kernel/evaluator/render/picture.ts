import { imageBundle } from "../display/image.ts";
import type { Renderer } from "./renderer.ts";

/** A Blob that says it is an image, or a canvas, which gives its picture as a data URL. */
export const picture: Renderer = (value) => {
  if (value instanceof Blob) return value.type.startsWith("image/") ? imageBundle(value) : undefined;
  if (typeof value !== "object" || value === null || !("toDataURL" in value)) return undefined;
  const { toDataURL } = value;
  return typeof toDataURL === "function" ? fromCanvas(toDataURL.call(value)) : undefined;
};

/** Some canvases encode while the cell goes on. */
const fromCanvas = async (url: unknown) => imageBundle(await url);
