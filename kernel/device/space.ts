import { statfsSync } from "node:fs";
import { Refusal } from "../refusal.ts";

/** @throws Refusal  when the disk of a folder has less room than that */
export function checkSpace(folder: string, megabytes: number): void {
  const { bavail, bsize } = statfsSync(folder);
  const free = Math.floor((bavail * bsize) / 1e6);
  if (free >= megabytes) return;
  const remedy = "make room, or choose a folder elsewhere by SEPCONV_TENSORFLOW=FOLDER";
  throw new Refusal(`expected ${megabytes} MB of free space in ${folder}, received ${free} MB; ${remedy}`);
}
