import { existsSync, realpathSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { renderPage } from "./html/page.ts";
import type { Notebook } from "./nbformat/notebook.ts";
import { formatNotebook, replaceFile, requireWritable } from "./nbformat/write.ts";
import { Refusal } from "./refusal.ts";
import type { Request } from "./request.ts";

/** Files that an executed notebook goes to. */
export interface Destinations {
  notebooks: string[];
  pages: string[];
}

/**
 * Where each notebook of a request goes, in turn; every place is known to be writable.
 * @throws Refusal  when a place cannot be written, two notebooks would meet in one, or one would replace its source unasked
 */
export async function destinationsOf({ notebooks, output, html, inplace }: Request): Promise<Destinations[]> {
  const all = notebooks.map((path): Destinations => {
    const into = output === undefined ? [] : [join(output, basename(path))];
    return {
      notebooks: [...into, ...(inplace ? [path] : [])],
      pages: [...into.map((copy) => copy.replace(/ipynb$/u, "html")), ...(html === undefined ? [] : [html])],
    };
  });
  const sources = new Set(inplace ? [] : notebooks.map(place));
  const taken = new Set<string>();
  for (const path of all.flatMap((one) => [...one.notebooks, ...one.pages])) {
    if (sources.has(place(path)))
      throw new Refusal(`cannot write ${path}: it is a notebook to run; use --inplace to replace it`);
    if (taken.has(place(path)))
      throw new Refusal(`cannot write ${path} twice: two results have this name; run them one by one`);
    taken.add(place(path));
    await requireWritable(path);
  }
  return all;
}

const place = (path: string) => (existsSync(path) ? realpathSync(path) : resolve(path));

/** Writes an executed notebook and its pages; `source` is the file it was read from. */
export async function deliver(notebook: Notebook, source: string, { notebooks, pages }: Destinations): Promise<void> {
  for (const path of notebooks) await replaceFile(path, formatNotebook(notebook));
  for (const path of pages) await replaceFile(path, renderPage(notebook, source));
}
