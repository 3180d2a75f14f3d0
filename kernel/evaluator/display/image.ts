import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { MimeBundle } from "../protocol.ts";
import { refuse } from "./refuse.ts";

const KINDS: [type: string, begins: RegExp][] = [
  ["image/png", /^\x89PNG\r\n/],
  ["image/jpeg", /^\xff\xd8\xff/],
  ["image/gif", /^GIF8[79]a/],
  ["image/webp", /^RIFF[^]{4}WEBP/],
  ["image/svg+xml", /^(?:\xef\xbb\xbf)?\s*<(?:svg[\s>]|(?:\?xml|!--|!DOCTYPE svg)[^]*<svg[\s>])/],
];

/**
 * An image as a MIME bundle that carries it whole, so that the notebook shows it wherever it is opened.
 *
 * @param source  its bytes, a Blob, or where it is: a path from the current directory, a file:, data: or http(s): URL
 */
export function imageBundle(source: unknown): MimeBundle | Promise<MimeBundle> {
  if (source instanceof Uint8Array) return bundleOfBytes(source);
  if (source instanceof ArrayBuffer) return bundleOfBytes(new Uint8Array(source));
  if (source instanceof Blob) return source.arrayBuffer().then((buffer) => bundleOfBytes(new Uint8Array(buffer)));
  const place = source instanceof URL ? source.href : source;
  if (typeof place !== "string" || place === "")
    refuse(WHO, "an image's bytes (Uint8Array), a Blob, a path or a URL", source, "display(value) shows other values");
  if (/^https?:/i.test(place)) return fetched(place);
  if (/^data:/i.test(place)) return bundleOfBytes(bytesOf(place));
  return bundleOfBytes(readFileSync(/^file:/i.test(place) ? fileURLToPath(place) : place));
}

async function fetched(url: string): Promise<MimeBundle> {
  const response = await fetch(url);
  if (!response.ok) refuse(WHO, `an image at ${url}`, response.status, "check the address");
  return bundleOfBytes(new Uint8Array(await response.arrayBuffer()));
}

function bytesOf(dataUrl: string): Uint8Array {
  const comma = dataUrl.indexOf(",");
  const [head, body] = [dataUrl.slice(0, comma), decodeURIComponent(dataUrl.slice(comma + 1))];
  return Buffer.from(body, /;\s*base64\s*$/i.test(head) ? "base64" : "utf8");
}

function bundleOfBytes(bytes: Uint8Array): MimeBundle {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = buffer.toString("latin1", 0, 4096);
  const type = KINDS.find(([, begins]) => begins.test(start))?.[0];
  if (type === undefined)
    refuse(WHO, "PNG, JPEG, GIF, WebP or SVG", buffer.subarray(0, 8), "encode the image in one of these first");
  if (type === "image/svg+xml") return { [type]: buffer.toString(), "text/plain": "[SVG image]" };
  const name = type.replace("image/", "").toUpperCase();
  return {
    [type]: buffer.toString("base64"),
    "text/plain": `[${name} image, ${bytes.length.toLocaleString("en")} bytes]`,
  };
}

const WHO = "display.image";
