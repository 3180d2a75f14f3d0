import { chmodSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { describe, expect, test } from "vitest";
import { findChromium, usualPlaces } from "../../../../kernel/runner/still/chromium.ts";
import { temporary } from "../sepconv.ts";

function withFile(name: string): { folder: string; file: string } {
  const folder = temporary();
  const file = join(folder, name);
  writeFileSync(file, "");
  chmodSync(file, 0o755);
  return { folder, file };
}

describe("the browser for pictures", () => {
  test("is the one that SEPCONV_CHROMIUM names, before any on PATH", () => {
    const [named, other] = [withFile("mine"), withFile("chromium")];
    expect(findChromium({ SEPCONV_CHROMIUM: named.file, PATH: other.folder }, "linux")).toBe(named.file);
  });

  test("is never another than the one that SEPCONV_CHROMIUM names", () => {
    const { folder } = withFile("chromium");
    const find = () => findChromium({ SEPCONV_CHROMIUM: "/nowhere", PATH: folder }, "linux");
    expect(find).toThrow('expected a browser in SEPCONV_CHROMIUM, received "/nowhere", which does not exist');
  });

  test.each(["chromium", "google-chrome-stable"])("is %s on PATH", (name) => {
    const { folder, file } = withFile(name);
    expect(findChromium({ PATH: ["/nowhere", folder].join(delimiter) }, "linux")).toBe(file);
    expect(findChromium({ PATH: folder }, "darwin")).toBe(file);
  });

  test("may lie where its installer puts it on macOS and Windows", () => {
    expect(usualPlaces({ HOME: "/Users/a" }, "darwin")).toContain(
      "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    );
    expect(usualPlaces({ PROGRAMFILES: "P", LOCALAPPDATA: "L" }, "win32")).toEqual(
      expect.arrayContaining([
        join("P", "Google/Chrome/Application/chrome.exe"),
        join("L", "Chromium/Application/chrome.exe"),
      ]),
    );
  });

  test("that is nowhere is an error with the remedy", () => {
    expect(() => findChromium({}, "win32")).toThrow(
      "install one, or name it by the environment variable SEPCONV_CHROMIUM",
    );
  });
});
