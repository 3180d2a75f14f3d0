import { readFileSync } from "node:fs";
import { findPackageJSON } from "node:module";
import { broken, type Finding, ok } from "./finding.ts";

/** The versions that matter in a report of what went wrong. */
export const versions = (): Finding[] => [
  ok("sepconv", versionIn(findPackageJSON(import.meta.url)!)),
  ok("node", `${process.versions.node} (${process.execPath})`),
  versionOf("typescript", "typescript"),
  versionOf("tfjs", "@tensorflow/tfjs"),
];

/** What runs it, and whether anybody has tried that. */
export function platform({ platform: system, arch }: { platform: string; arch: string } = process): Finding {
  const here = `${system} ${arch}`;
  return ok("platform", system === "linux" ? here : `tested on linux; here: ${here}`);
}

function versionOf(about: string, name: string): Finding {
  try {
    return ok(about, versionIn(findPackageJSON(name, import.meta.url)!));
  } catch (error) {
    return broken(about, `cannot be found (${(error as Error).message.split("\n")[0]})`, "npm install");
  }
}

const versionIn = (file: string): string => String(JSON.parse(readFileSync(file, "utf8")).version);
