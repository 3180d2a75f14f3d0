import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { temporary } from "../sepconv.ts";
import { add, bars, showing, surface } from "./figures.ts";

afterEach(() => vi.unstubAllEnvs());

describe.skipIf(process.platform === "win32")("a browser", () => {
  const browser = (script: string) => {
    const path = join(temporary(), "browser");
    writeFileSync(path, `#!/bin/sh\n${script}\n`);
    chmodSync(path, 0o755);
    vi.stubEnv("SEPCONV_CHROMIUM", path);
    return path;
  };

  test("that ends at once gives one notice with what it said", async () => {
    const path = browser("echo no display today >&2; exit 3");
    const notices = await add(showing(bars, surface));
    expect(notices).toEqual([expect.stringMatching(/are without a picture: .*$/u)]);
    expect(notices[0]).toContain(`: ${path} does not start: no display today`);
  });

  test("that hangs is ended in time", async () => {
    const pid = join(temporary(), "pid");
    browser(`echo $$ > ${pid}; exec sleep 600`);
    const notices = await add(showing(bars), { milliseconds: 1000, signal: new AbortController().signal });
    expect(notices).toEqual([expect.stringMatching(/without a picture: it did not answer within 1 s$/u)]);
    const alive = () => process.kill(Number(readFileSync(pid, "utf8")), 0);
    // Playwright gives a browser that does not answer 30 s to close by itself.
    await vi.waitFor(() => expect(alive).toThrow("ESRCH"), 45_000);
  });
});
