import { refuse } from "./refuse.ts";

export interface DisplayOptions {
  id?: string;
  metadata?: Record<string, unknown>;
}

export interface ImageOptions extends DisplayOptions {
  width?: number;
  height?: number;
}

/** The options of a display, checked: cells may be run without their types. */
export function checkOptions(who: string, options: ImageOptions, sized = false): void {
  if (!isRecord(options)) refuse(who, 'options such as { id: "progress" }', options, `call ${who} once for each value`);
  const names = ["id", "metadata", ...(sized ? ["width", "height"] : [])];
  const unknown = Object.keys(options).find((name) => !names.includes(name));
  if (unknown !== undefined) refuse(who, `only the options ${names.join(", ")}`, unknown, "leave it out");
  const { id, metadata, width, height } = options;
  if (id !== undefined && (typeof id !== "string" || id === ""))
    refuse(who, "id to be a string that is not empty", id, 'use for example { id: "progress" }');
  if (metadata !== undefined && !isRecord(metadata))
    refuse(who, "metadata to be an object", metadata, "leave it out, or name what the frontend knows");
  for (const [name, size] of Object.entries({ width, height })) {
    if (size !== undefined && !(Number.isFinite(size) && size > 0))
      refuse(who, `${name} to be a number of pixels`, size, `leave it out to show the image in its own ${name}`);
  }
}

const isRecord = (value: unknown): boolean => typeof value === "object" && value !== null && !Array.isArray(value);
