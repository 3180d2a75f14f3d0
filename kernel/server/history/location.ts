import { join, resolve } from "node:path";
import process from "node:process";
import { userData } from "../../spec/location.ts";

export const IN_MEMORY = ":memory:";

/** Where a user's history lies: in Jupyter's folder for the user, or where SEPCONV_HISTORY says; "off" keeps none of it on disk. */
export function historyFile(): string {
  const { SEPCONV_HISTORY } = process.env;
  if (!SEPCONV_HISTORY) return join(userData(), "sepconv", "history.sqlite");
  return ["off", IN_MEMORY].includes(SEPCONV_HISTORY) ? IN_MEMORY : resolve(SEPCONV_HISTORY);
}
