import { readFileSync } from "node:fs";
import { extname, join } from "node:path";
import type { MimeBundle } from "../nbformat/notebook.ts";

const TYPES: Record<string, string> = {
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".gif": "image/gif",
  ".webp": "image/webp",
  ".svg": "image/svg+xml",
};

/** Where the images of a cell's text come from: the notebook's folder and the cell's attachments. */
export interface ImageSource {
  folder: string;
  attachments?: Record<string, MimeBundle>;
}

export const dataUrl = (mime: string, base64: string): string => `data:${mime};base64,${base64.replaceAll(/\s/gu, "")}`;

/** An SVG picture as the source of an <img>, where neither its scripts run nor its links load. */
export function svgUrl(svg: string): string {
  const standalone = svg.includes("xmlns=") ? svg : svg.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"');
  return dataUrl("image/svg+xml", Buffer.from(standalone).toString("base64"));
}

/** The data URL of an attachment or of a picture beside the notebook; undefined when there is none. */
export function inlineImage(source: string, { folder, attachments = {} }: ImageSource): string | undefined {
  if (source.startsWith("data:image/")) return source;
  const name = decode(source);
  if (name.startsWith("attachment:")) return attachmentUrl(attachments[name.slice("attachment:".length)]);
  const mime = TYPES[extname(name).toLowerCase()];
  if (mime === undefined || /^[a-z]+:|^\/\//iu.test(name)) return undefined;
  try {
    return dataUrl(mime, readFileSync(join(folder, name), "base64"));
  } catch {
    return undefined;
  }
}

function attachmentUrl(bundle: MimeBundle = {}): string | undefined {
  const [mime, data] = Object.entries(bundle).find(([type]) => type.startsWith("image/")) ?? [];
  if (mime === undefined || typeof data !== "string") return undefined;
  return mime === "image/svg+xml" && data.includes("<svg") ? svgUrl(data) : dataUrl(mime, data);
}

function decode(source: string): string {
  try {
    return decodeURIComponent(source);
  } catch {
    return source;
  }
}
