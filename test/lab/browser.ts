import type { Browser } from "playwright-core";
import { launchChromium } from "../chromium.ts";

const QUIET = [
  "--no-sandbox",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** A browser that asks nobody and looks for nothing. */
export const startBrowser = (): Promise<Browser> => launchChromium(QUIET);
