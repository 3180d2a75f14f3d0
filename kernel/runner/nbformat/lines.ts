import type { MimeBundle, Notebook } from "./notebook.ts";

/** What Python's str.splitlines() takes as the end of a line, beside "\r\n". */
const ENDS = "\n\r\v\f\u001C\u001D\u001E\u0085\u2028\u2029";
const LINE = new RegExp(`[^${ENDS}]*(?:\r\n|[${ENDS}])|.+$`, "gsu");

const isJson = (mime: string) => /^application\/(.*\+)?json$/u.test(mime);
const isText = (mime: string) =>
  mime.startsWith("text/") || mime === "application/javascript" || mime === "image/svg+xml";

const split = (text: unknown) => (typeof text === "string" ? (text.match(LINE) ?? []) : text);
const join = (text: unknown) =>
  Array.isArray(text) && text.every((line) => typeof line === "string") ? text.join("") : text;

/** A copy whose texts are lists of lines, as notebooks are stored. */
export const splitLines = (notebook: Notebook): unknown =>
  mapTexts(notebook, split, (mime, value) => (isText(mime) ? split(value) : value));

/** A copy whose texts are single strings. */
export const joinLines = (stored: StoredNotebook): unknown =>
  mapTexts(stored, join, (mime, value) => (isJson(mime) ? value : join(value)));

/** A notebook as its file may hold it: texts are strings or lists of lines. */
export interface StoredNotebook {
  metadata: Record<string, unknown>;
  cells: StoredCell[];
}

export interface StoredCell {
  id?: string;
  metadata?: Record<string, unknown>;
  source?: unknown;
  attachments?: Record<string, MimeBundle>;
  outputs?: StoredOutput[];
}

type StoredOutput = { text?: unknown; data?: MimeBundle; output_type?: string };

function mapTexts(
  notebook: StoredNotebook,
  text: (value: unknown) => unknown,
  datum: (mime: string, value: unknown) => unknown,
): unknown {
  const bundle = (data: MimeBundle) => mapValues(data, (value, mime) => datum(mime, value));
  const output = (stored: StoredOutput) => ({
    ...stored,
    ...("text" in stored && { text: text(stored.text) }),
    ...(stored.data && { data: bundle(stored.data) }),
  });
  return {
    ...notebook,
    cells: notebook.cells.map((cell) => ({
      ...cell,
      source: text(cell.source),
      ...(cell.attachments && { attachments: mapValues(cell.attachments, bundle) }),
      ...(cell.outputs && { outputs: cell.outputs.map(output) }),
    })),
  };
}

const mapValues = <In, Out>(record: Record<string, In>, change: (value: In, key: string) => Out): Record<string, Out> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]));
