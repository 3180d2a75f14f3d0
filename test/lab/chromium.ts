import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium, type Browser } from "playwright-core";

const ARGUMENTS = [
  "--no-sandbox",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts the Chromium that SEPCONV_CHROMIUM names, or else the one on PATH. */
export function launchChromium(): Promise<Browser> {
  const executablePath = process.env["SEPCONV_CHROMIUM"] ?? onPath("chromium");
  if (executablePath === undefined)
    throw new Error(
      "expected Chromium for the tests in JupyterLab, received no chromium on PATH; " +
        "install it (on Debian: apt install chromium) or name one by SEPCONV_CHROMIUM",
    );
  return chromium.launch({ executablePath, args: ARGUMENTS });
}

const onPath = (name: string): string | undefined =>
  (process.env["PATH"] ?? "")
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find(existsSync);
