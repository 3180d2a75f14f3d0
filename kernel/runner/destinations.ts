import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { CONTENTS, type Neighbours } from "./html/contents.ts";
import { GENERATOR } from "./html/document.ts";
import { renderPage } from "./html/page.ts";
import type { Notebook } from "./nbformat/notebook.ts";
import { formatNotebook, replaceFile, requireWritable } from "./nbformat/write.ts";
import { Refusal } from "../refusal.ts";
import type { Request } from "./request.ts";

/** Files that an executed notebook goes to. */
export interface Destinations {
  notebooks: string[];
  /** Its page in the folder of --output, beside those of the other notebooks. */
  page?: string;
  /** Its page by itself, as --html names it. */
  html?: string;
}

/**
 * Where each notebook of a request goes, in turn; every place is known to be writable.
 * @throws Refusal  when a place cannot be written, two notebooks would meet in one, or one would replace its source unasked
 */
export async function destinationsOf({ notebooks, output, html, inplace }: Request): Promise<Destinations[]> {
  const all = notebooks.map((path): Destinations => {
    const copy = output === undefined ? undefined : join(output, basename(path));
    return {
      notebooks: [...(copy === undefined ? [] : [copy]), ...(inplace ? [path] : [])],
      ...(copy !== undefined && { page: copy.replace(/ipynb$/u, "html") }),
      ...(html !== undefined && { html }),
    };
  });
  const sources = new Set(inplace ? [] : notebooks.map(place));
  const taken = new Set<string>();
  for (const path of all.flatMap(filesOf)) {
    if (sources.has(place(path)))
      throw new Refusal(`cannot write ${path}: it is a notebook to run; use --inplace to replace it`);
    if (taken.has(place(path)))
      throw new Refusal(`cannot write ${path} twice: two results have this name; run them one by one`);
    taken.add(place(path));
    await requireWritable(path);
  }
  return all;
}

/**
 * Where the contents of a request's pages go; undefined where no pages lie together, or where the place is another page's.
 * @throws Refusal  when the place cannot be written
 */
export async function contentsOf({ notebooks, output }: Request): Promise<string | undefined> {
  if (output === undefined || notebooks.some((path) => basename(path) === "index.ipynb")) return undefined;
  const path = join(output, CONTENTS);
  if (existsSync(path) && statSync(path).isFile() && !readFileSync(path, "utf8").includes(GENERATOR)) return undefined;
  await requireWritable(path);
  return path;
}

const place = (path: string) => (existsSync(path) ? realpathSync(path) : resolve(path));

/** Every file of a notebook. */
export const filesOf = ({ notebooks, page, html }: Destinations): string[] =>
  [...notebooks, page, html].filter((path) => path !== undefined);

/** Writes an executed notebook and its pages; `source` is the file it was read from. */
export async function deliver(
  notebook: Notebook,
  source: string,
  { notebooks, page, html }: Destinations,
  neighbours: Neighbours,
): Promise<void> {
  for (const path of notebooks) await replaceFile(path, formatNotebook(notebook));
  if (page !== undefined) await replaceFile(page, renderPage(notebook, source, neighbours));
  if (html !== undefined) await replaceFile(html, renderPage(notebook, source));
}
