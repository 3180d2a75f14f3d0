import { setImmediate, setTimeout } from "node:timers/promises";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { XPublisher } from "zeromq";
import { Channel } from "../../../kernel/wire/channel.ts";
import { compose } from "../../../kernel/wire/message.ts";
import { signatureOf } from "../../../kernel/wire/signature.ts";
import { PUBLISHED } from "../../../kernel/wire/sockets.ts";
import { Reader } from "./reader.ts";

const MIB = 2 ** 20;

let socket: XPublisher;
let channel: Channel<XPublisher>;
const readers: Reader[] = [];
beforeEach(async () => {
  socket = new XPublisher({ ...PUBLISHED, linger: 0 });
  await socket.bind("tcp://127.0.0.1:*");
  channel = new Channel("iopub", socket, signatureOf("hmac-sha256", "k"));
});
afterEach(async () => {
  vi.restoreAllMocks();
  socket.close();
  await Promise.all(readers.splice(0).map((reader) => reader.end()));
});

/** Starts a subscriber and waits until it is heard. */
async function reader(options: { pauseMs?: number } = {}): Promise<Reader> {
  const started = new Reader(socket.lastEndpoint!, options);
  readers.push(started);
  await socket.receive();
  return started;
}

const message = (i: number, text: string) => compose("stream", { i, text }, { identities: [Buffer.from("stream")] });
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);

/** Sends numbered messages, each as soon as the channel lets it, and returns by how much the memory of this process grew. */
async function flood(count: number, bytes: number): Promise<number> {
  const text = "x".repeat(bytes);
  const before = process.memoryUsage().rss;
  let most = before;
  for (const i of upTo(count)) {
    await channel.send(message(i, text));
    await setImmediate(); // ZeroMQ gives memory back between turns of the event loop
    most = Math.max(most, process.memoryUsage().rss);
  }
  return most - before;
}

test("asks nobody to wait for a few messages", async () => {
  await reader();
  expect(upTo(100).map((i) => channel.send(message(i, "short")))).toEqual(upTo(100).map(() => undefined));
});

test("drops a message that JSON cannot hold, says so, and sends those after it", async () => {
  const said = vi.spyOn(console, "error").mockImplementation(() => {});
  const only = await reader();
  channel.send(compose("display_data", { count: 1n }, { identities: [Buffer.from("display_data")] }));
  channel.send(message(1, "after it"));
  await only.until(1);
  expect(only.read).toEqual([1]);
  expect(said.mock.calls).toEqual([[expect.stringContaining("could not send display_data on iopub: ")]]);
});

test("keeps whoever sends much at the pace of a slow reader, who gets all of it", async () => {
  const slow = await reader({ pauseMs: 2 });
  const grown = await flood(600, MIB);
  expect(grown).toBeLessThan(200 * MIB);
  await slow.until(599);
  expect(slow.read).toEqual(upTo(600));
});

test("holds few messages at a time, when they are large", async () => {
  const slow = await reader({ pauseMs: 10 });
  const grown = await flood(20, 32 * MIB);
  expect(grown).toBeLessThan(400 * MIB);
  await slow.until(19);
  expect(slow.read).toEqual(upTo(20));
});

test("goes on without a reader that is stopped, loses nothing for the others, and counts it in again when it reads", async () => {
  const said = vi.spyOn(console, "error").mockImplementation(() => {});
  const [stopped, healthy] = [await reader(), await reader()];
  channel.send(message(-1, "first"));
  await Promise.all([stopped.until(-1), healthy.until(-1)]);
  stopped.stop();
  const grown = await flood(600, MIB);
  expect(grown).toBeLessThan(200 * MIB);
  await healthy.until(599);
  expect(healthy.read).toEqual([-1, ...upTo(600)]);
  expect(said.mock.calls).toEqual([[expect.stringContaining("a client took nothing on iopub for 5 s")]]);
  stopped.goOn();
  for (let i = 1000; !stopped.read.some((read) => read >= 1000); i++) {
    await channel.send(message(i, "later"));
    await setTimeout(10);
  }
  expect(stopped.read.slice(0, 5)).toEqual([-1, 0, 1, 2, 3]);
});
