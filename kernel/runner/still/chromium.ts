import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** The environment variable that names the browser to draw with. */
const VARIABLE = "SEPCONV_CHROMIUM";

/**
 * The browser to draw with: the one that SEPCONV_CHROMIUM names, else the first Chromium, Chrome or Edge that lies on PATH or where
 * its installer puts it.
 * @throws Error  when there is none
 */
export function findChromium(env: NodeJS.ProcessEnv = process.env, platform = process.platform): string {
  const named = env[VARIABLE];
  const found = named ? [named].find(existsSync) : usualPlaces(env, platform).find(existsSync);
  if (found !== undefined) return found;
  throw new Error(
    named
      ? `expected a browser in ${VARIABLE}, received "${named}", which does not exist`
      : `there is no Chromium, Chrome or Edge; install one, or name it by the environment variable ${VARIABLE}`,
  );
}

/** Where browsers lie, in the order in which they are taken. */
export function usualPlaces(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string[] {
  const onPath = (env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  const commands = COMMANDS.flatMap((name) => onPath.map((folder) => join(folder, name)));
  switch (platform) {
    case "darwin": {
      const folders = ["/Applications", join(env["HOME"] ?? "/", "Applications")];
      return [
        ...commands,
        ...folders.flatMap((folder) => MAC.map((name) => `${folder}/${name}.app/Contents/MacOS/${name}`)),
      ];
    }
    case "win32": {
      const folders = [env["PROGRAMFILES"], env["PROGRAMFILES(X86)"], env["LOCALAPPDATA"]];
      return folders.flatMap((folder) => (folder === undefined ? [] : WINDOWS.map((file) => join(folder, file))));
    }
    default:
      return [...commands, ...LINUX];
  }
}

const COMMANDS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"];
const LINUX = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/opt/google/chrome/chrome", "/snap/bin/chromium"];
const MAC = ["Chromium", "Google Chrome", "Microsoft Edge"];
const WINDOWS = [
  "Chromium/Application/chrome.exe",
  "Google/Chrome/Application/chrome.exe",
  "Microsoft/Edge/Application/msedge.exe",
];
