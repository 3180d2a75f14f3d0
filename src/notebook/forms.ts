import { readFile } from "node:fs/promises";
import { inspect } from "node:util";
import sharp from "sharp";
import { refuse, show } from "../errors.ts";
import type { MimeBundle } from "./elsewhere.ts";

export type ImageSource = Uint8Array | ArrayBuffer | Blob | string | URL;

/** The MIME bundle of each form, where no kernel of this project makes it. */
export const forms = {
  html: (text: unknown): MimeBundle => markup("html", "text/html", text),
  markdown: (text: unknown): MimeBundle => markup("markdown", "text/markdown", text),
  svg: (text: unknown): MimeBundle => markup("svg", "image/svg+xml", text),
  json: (value: unknown): MimeBundle => ({ "application/json": value, "text/plain": inspect(value) }),
  image,
};

function markup(form: string, type: string, text: unknown): MimeBundle {
  if (typeof text !== "string") refuse(`display.${form}`, "a string", show(text), "display(value) shows other values");
  return { [type]: text, "text/plain": text };
}

async function image(source: unknown): Promise<MimeBundle> {
  const bytes = await bytesOf(source);
  const { format } = await sharp(bytes).metadata();
  if (format === "svg") return { "image/svg+xml": bytes.toString(), "text/plain": "[SVG image]" };
  const words = `[${format.toUpperCase()} image, ${bytes.length.toLocaleString("en")} bytes]`;
  return { [`image/${format}`]: bytes.toString("base64"), "text/plain": words };
}

async function bytesOf(source: unknown): Promise<Buffer> {
  if (source instanceof Uint8Array) return Buffer.from(source.buffer, source.byteOffset, source.byteLength);
  if (source instanceof ArrayBuffer) return Buffer.from(source);
  if (source instanceof Blob) return Buffer.from(await source.arrayBuffer());
  const place = source instanceof URL ? source.href : source;
  if (typeof place !== "string") {
    refuse("display.image", "bytes, a Blob, a path or a URL", show(source), "display(value) shows other values");
  }
  if (!/^(?:https?|data):/i.test(place)) return readFile(/^file:/i.test(place) ? new URL(place) : place);
  const response = await fetch(place);
  if (!response.ok) refuse("display.image", `an image at ${place}`, String(response.status), "check the address");
  return Buffer.from(await response.arrayBuffer());
}
