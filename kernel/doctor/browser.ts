import { findChromium } from "../runner/still/chromium.ts";
import { type Finding, missing, ok } from "./finding.ts";

/** The browser that draws the static pictures of figures. */
export function browser(): Finding {
  try {
    return ok("chromium", findChromium());
  } catch (error) {
    const what = "notebooks that sepconv run writes get no static pictures";
    return missing("chromium", `${(error as Error).message}; without one ${what}`, "apt install chromium");
  }
}
