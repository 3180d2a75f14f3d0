import { existsSync, statSync } from "node:fs";
import { dirname } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { makeFolder } from "../../folder.ts";
import { Refusal } from "../../refusal.ts";
import { formatJson } from "./json.ts";
import { splitLines } from "./lines.ts";
import type { Notebook } from "./notebook.ts";

/** A notebook as the text of its file, byte for byte what Python's nbformat writes. */
export const formatNotebook = (notebook: Notebook): string => `${formatJson(splitLines(notebook))}\n`;

/** Replaces a file in one step: a reader sees the old file or the new one, also when the writer dies meanwhile. */
export const replaceFile = (path: string, text: string): Promise<void> => writeFileAtomic(path, text);

/**
 * Makes the target's folder and finds out now, before hours of work, whether the target can be written.
 * @throws Refusal  when the target is read-only, is a folder, or its folder cannot be made or written
 */
export async function requireWritable(path: string): Promise<void> {
  try {
    makeFolder(dirname(path));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Refusal(`cannot write ${path}: ${error.message}`);
  }
  if (!existsSync(path)) return;
  const { mode } = statSync(path);
  if (statSync(path).isDirectory()) {
    throw new Refusal(`cannot write ${path}: expected a file, received a folder; choose another name`);
  }
  // Replacing goes by renaming, which would pass over a file's own read-only mark.
  if ((mode & 0o222) === 0) {
    throw new Refusal(`cannot write ${path}: it is read-only; make it writable (chmod u+w) or choose another target`);
  }
}
