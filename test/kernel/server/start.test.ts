import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";

const launcher = fileURLToPath(new URL("../../../bin/sepconv.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "sepconv-start-"));
const file = join(folder, "connection.json");
afterAll(() => rmSync(folder, { recursive: true }));

const kernel = (args: string[], environment: Record<string, string> = {}) =>
  spawnSync(process.execPath, [launcher, "kernel", ...args], {
    encoding: "utf8",
    env: { ...process.env, ...environment },
  });

test.each([
  [[], "expected one CONNECTION_FILE, received 0"],
  [["a", "b"], "expected one CONNECTION_FILE, received 2"],
  [["--port", "1"], "--port"],
  [["absent.json"], "absent.json: expected a readable file, received ENOENT"],
])("refuses the arguments %j with exit code 2 and the remedy", (args, message) => {
  const { status, stderr } = kernel(args);
  expect(stderr).toContain(message);
  expect(stderr).toContain('see "sepconv kernel --help"');
  expect(status).toBe(2);
});

test("says how it is used", () => {
  expect(kernel(["--help"])).toMatchObject({
    status: 0,
    stdout: expect.stringContaining("sepconv kernel CONNECTION_FILE"),
  });
});

/** Writes a connection file whose shell port is taken. */
async function takenPort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const [iopub_port, stdin_port, control_port, hb_port] = [0, 0, 0, 0];
  const connection = {
    shell_port: port,
    iopub_port,
    stdin_port,
    control_port,
    hb_port,
    ip: "127.0.0.1",
    transport: "tcp",
    key: "k",
  };
  writeFileSync(file, JSON.stringify(connection));
  return { port, free: () => server.close() };
}

test("names the port that another process holds, and leaves no process", async () => {
  const { port, free } = await takenPort();
  const { status, stderr } = kernel([file]);
  free();
  expect(stderr).toContain(
    `expected shell_port to be free, received "Address already in use" for tcp://127.0.0.1:${port}`,
  );
  expect(status).toBe(1);
});

test("refuses an environment that it does not understand", async () => {
  const { free } = await takenPort();
  free();
  expect(kernel([file], { SEPCONV_TYPECHECK: "perhaps" }).stderr).toContain(
    'expected SEPCONV_TYPECHECK to be on, warn, off, received "perhaps"',
  );
});
