import { readdirSync, realpathSync, statSync } from "node:fs";
import { extname, join } from "node:path";
import { Refusal } from "../refusal.ts";

export interface Targets {
  notebooks: string[];
  scripts: string[];
}

/** Stands for the script that comes on stdin. */
export const STDIN = "-";

/**
 * What the paths of a command line stand for, each file once; a folder stands for the notebooks in it, by name.
 * @throws Refusal  when a path is missing, is neither a notebook nor a script, or is a folder without notebooks
 */
export function findTargets(paths: string[]): Targets {
  const named = paths.flatMap(filesOf);
  const places = named.map((path) => (path === STDIN ? path : realpathSync(path)));
  const files = named.filter((_, index) => places.indexOf(places[index]!) === index);
  return {
    notebooks: files.filter((path) => extname(path) === ".ipynb"),
    scripts: files.filter((path) => path === STDIN || extname(path) === ".ts"),
  };
}

function filesOf(path: string): string[] {
  if (path === STDIN) return [path];
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined)
    throw new Refusal(`expected a notebook, a folder or a script, received "${path}", which does not exist`);
  if (stats.isDirectory()) return notebooksIn(path);
  if (![".ipynb", ".ts"].includes(extname(path))) {
    throw new Refusal(`expected a notebook (.ipynb), a folder or a script (.ts), received "${path}"`);
  }
  return [path];
}

function notebooksIn(folder: string): string[] {
  const names = readdirSync(folder).filter((name) => extname(name) === ".ipynb");
  if (names.length === 0)
    throw new Refusal(`expected a folder with notebooks (.ipynb), received "${folder}", which has none`);
  return names.sort().map((name) => join(folder, name));
}
