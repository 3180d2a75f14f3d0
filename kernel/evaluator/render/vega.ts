import type { MimeBundle } from "../protocol.ts";
import type { Renderer } from "./renderer.ts";

const SCHEMA = /^https?:\/\/vega\.github\.io\/schema\/(?<language>vega|vega-lite)\/v(?<version>\d+)(?:\.\d+)*\.json$/;

/** A chart of Vega or Vega-Lite: its specification itself, or what makes one. */
export const vega: Renderer = (value) => {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value) || value instanceof Date)
    return undefined;
  return bundleOf(value) ?? bundleOf(call(value, "toJSON")) ?? bundleOf(call(value, "toSpec"));
};

function call(value: object, method: string): unknown {
  const made: unknown = Reflect.get(value, method);
  return typeof made === "function" ? made.call(value) : undefined;
}

function bundleOf(specification: unknown): MimeBundle | undefined {
  if (typeof specification !== "object" || specification === null || !("$schema" in specification)) return undefined;
  const { language, version } = SCHEMA.exec(String(specification.$schema))?.groups ?? {};
  if (language === undefined) return undefined;
  const type = `application/vnd.${language.replace("-", "")}.v${version}+json`;
  const words = `[${language === "vega" ? "Vega" : "Vega-Lite"} chart, version ${version}]`;
  return { [type]: JSON.parse(JSON.stringify(specification)), "text/plain": words };
}
