import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const sepconv = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, "bin/sepconv.js"), ...args], {
    encoding: "utf8",
  });
  return { status, stdout, stderr };
};

test("--version prints that of the package", () => {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  expect(sepconv("--version")).toEqual({ status: 0, stdout: `${version}\n`, stderr: "" });
});

test.each([[], ["--help"], ["help"]])("names its commands when called with %j", (...args) => {
  const { status, stdout } = sepconv(...args);
  expect(status).toBe(0);
  for (const command of ["run", "-", "repl", "install", "device", "doctor", "kernel"])
    expect(stdout).toContain(`sepconv ${command}`);
});

test("refuses an unknown command, naming those that exist", () => {
  expect(sepconv("rum")).toEqual({
    status: 2,
    stdout: "",
    stderr:
      'sepconv: expected one of run, count, repl, install, device, doctor, kernel, received "rum"; see "sepconv --help"\n',
  });
});
