import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addressOf, readConnection } from "../../../kernel/wire/connection.ts";

// what jupyter_client 8.10 writes
const written = {
  shell_port: 37137,
  iopub_port: 40769,
  stdin_port: 58393,
  control_port: 47229,
  hb_port: 40885,
  ip: "127.0.0.1",
  key: "f8b5d8a3-4ab5d24c21c8d6bbcf2c",
  transport: "tcp",
  signature_scheme: "hmac-sha256",
  kernel_name: "sepconv",
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sepconv-connection-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function fileOf(text: string): Promise<string> {
  const path = join(folder, "connection.json");
  await writeFile(path, text);
  return path;
}

test("reads what jupyter_client writes", async () => {
  const { kernel_name: _, ...connection } = written;
  expect(await readConnection(await fileOf(JSON.stringify(written)))).toEqual(connection);
});

test("addresses tcp by port and ipc by file", async () => {
  const connection = await readConnection(await fileOf(JSON.stringify(written)));
  expect(addressOf(connection, "hb_port")).toBe("tcp://127.0.0.1:40885");
  expect(addressOf({ ...connection, transport: "ipc", ip: "/run/kernel-1", hb_port: 5 }, "hb_port")).toBe(
    "ipc:///run/kernel-1-5",
  );
});

test.each([
  ["text that is not JSON", "ports", "expected JSON"],
  [
    "another transport",
    JSON.stringify({ ...written, transport: "udp" }),
    'expected transport "tcp" or "ipc", received "udp"',
  ],
  ["no address", JSON.stringify({ ...written, ip: undefined }), "expected ip, an address, received undefined"],
  ["no key", JSON.stringify({ ...written, key: undefined }), "expected key, a string, received undefined"],
  [
    "a scheme that is a number",
    JSON.stringify({ ...written, signature_scheme: 256 }),
    "expected signature_scheme, a string, received 256",
  ],
  [
    "a port that is text",
    JSON.stringify({ ...written, iopub_port: "1" }),
    'expected iopub_port, a whole number, received "1"',
  ],
  ["nothing in it", "{}", "expected ip"],
])("refuses a file with %s, and names it and the remedy", async (_name, text, message) => {
  const path = await fileOf(text);
  const refusal = await readConnection(path).catch((error: Error) => error.message);
  expect(refusal).toContain(message);
  expect(refusal).toContain(`${path}: `);
  expect(refusal).toContain("start the kernel with the file that Jupyter wrote");
});

test("refuses a file that is not there", async () => {
  await expect(readConnection(join(folder, "absent.json"))).rejects.toThrow(
    "expected a readable file, received ENOENT",
  );
});
