import { randomUUID } from "node:crypto";
import { createRequire } from "node:module";
import { sendOutput } from "./channel.ts";
import { refuse } from "./display/refuse.ts";

/** What the module "tslab" exports in that kernel: cells that were written for it get this module instead. */

const { version: typescript } = createRequire(import.meta.url)("typescript/package.json") as { version: string };

/** The tslab whose exports these are, and what runs here. */
export const versions = { tslab: "1.0.22", typescript, node: process.version };

class Display {
  readonly #id: string | undefined;
  #isShown = false;

  constructor(id?: string) {
    this.#id = id;
  }

  javascript = (code: string): void => this.raw("text/javascript", code);
  html = (html: string): void => this.raw("text/html", html);
  markdown = (markdown: string): void => this.raw("text/markdown", markdown);
  latex = (latex: string): void => this.raw("text/latex", latex);
  svg = (svg: string): void => this.raw("image/svg+xml", svg);
  png = (bytes: Uint8Array): void => this.raw("image/png", bytes);
  jpeg = (bytes: Uint8Array): void => this.raw("image/jpeg", bytes);
  gif = (bytes: Uint8Array): void => this.raw("image/gif", bytes);
  pdf = (bytes: Uint8Array): void => this.raw("application/pdf", bytes);
  text = (text: string): void => this.raw("text/plain", text);

  raw = (contentType: string, content: string | Uint8Array): void => {
    if (typeof contentType !== "string" || !contentType.includes("/"))
      refuse("tslab's display.raw", 'a MIME type such as "text/html"', contentType, "give it first");
    const value: unknown = content instanceof Uint8Array ? Buffer.from(content).toString("base64") : content;
    // a figure's JSON is an object, which stock tslab passes on as well
    if (value === undefined || typeof value === "function")
      refuse("tslab's display", `text or bytes of ${contentType}`, content, "display(value) shows other values");
    sendOutput({
      msg_type: this.#isShown ? "update_display_data" : "display_data",
      content: {
        data: { [contentType]: value },
        metadata: {},
        transient: this.#id === undefined ? {} : { display_id: this.#id },
      },
    });
    this.#isShown = this.#id !== undefined;
  };
}

export const display = new Display();

/** A display whose later values take the place of its first. */
export const newDisplay = (): Display => new Display(randomUUID());
