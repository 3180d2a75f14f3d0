import { existsSync } from "node:fs";
import { chromium, type Browser } from "playwright-core";
import { findChromium, usualPlaces } from "../kernel/runner/still/chromium.ts";

/** The browser that tests drive: the one that SEPCONV_CHROMIUM names, be it there or not, or else one that is found. */
export const executablePath =
  process.env["SEPCONV_CHROMIUM"] ?? usualPlaces(process.env, process.platform).find(existsSync);

/** Starts it, or fails saying how to get one. */
export const launchChromium = async (args: string[] = []): Promise<Browser> =>
  chromium.launch({ executablePath: findChromium(), chromiumSandbox: process.getuid?.() !== 0, args });
