import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { setImmediate, setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Dealer, Request, XSubscriber } from "zeromq";
import { Client } from "./client.ts";
import { residentBytes } from "./processes.ts";
import { Random } from "./random.ts";

const MESSAGES = 10_000;
const MIB = 2 ** 20;
/** How ZeroMQ's protocol begins. */
const GREETING = Buffer.from("ff00000000000000017f03", "hex");
const seed = Number(process.env.SEPCONV_FUZZ_SEED ?? Date.now() % 2 ** 31);
const random = new Random(seed);

let client: Client;
let server: number;
let ports: Record<string, number>;
beforeAll(async () => {
  client = await Client.start({ SEPCONV_TYPECHECK: "off" });
  server = client.serverId;
  ports = JSON.parse(readFileSync(client.file, "utf8"));
  await client.execute("let state = 41;");
});
afterAll(() => client.stop());

type Frames = (string | Uint8Array)[];

const valid: Record<string, Record<string, unknown>> = {
  execute_request: {
    code: "",
    silent: false,
    store_history: true,
    user_expressions: {},
    allow_stdin: false,
    stop_on_error: false,
  },
  complete_request: { code: "sta", cursor_pos: 3 },
  inspect_request: { code: "sta", cursor_pos: 3, detail_level: 0 },
  is_complete_request: { code: "for (" },
  history_request: {
    hist_access_type: "tail",
    output: false,
    raw: true,
    n: 3,
    session: 0,
    start: 0,
    stop: 1,
    pattern: "*",
    unique: false,
  },
  comm_info_request: { target_name: "none" },
  comm_open: { comm_id: "c", target_name: "none", data: {} },
  comm_msg: { comm_id: "c", data: {} },
  comm_close: { comm_id: "c", data: {} },
  kernel_info_request: {},
  interrupt_request: {},
  create_subshell_request: {},
  delete_subshell_request: { subshell_id: "none" },
  list_subshell_request: {},
  input_reply: { value: "" },
};
const types = Object.keys(valid);
const unknown = ["", "__proto__", "constructor", "toString", "execute", "status", "execute_reply", "é".repeat(1000)];

const strange = (): unknown =>
  random.pick<() => unknown>([
    () => null,
    () => true,
    () => -1,
    () => 1.5,
    () => 2 ** 53,
    () => "text",
    () => "\uD800",
    () => "\0",
    () => [],
    () => [[null]],
    () => ({}),
    () => ({ __proto__: null, constructor: 1, length: -1 }),
    () => JSON.parse(`${"[".repeat(2000)}${"]".repeat(2000)}`),
    () => "x".repeat(random.below(10_000)),
  ])();

const noJson = (): Uint8Array =>
  random.pick([
    Buffer.from(""),
    Buffer.from("{"),
    Buffer.from("{'a': 1}"),
    Buffer.from("NaN"),
    Buffer.from([0x22, 0xff, 0xfe, 0x22]),
    Buffer.from("\uFEFF{}"),
    Buffer.from('{"a":"\\uD800"}'),
    Buffer.from("[".repeat(100_000)),
    Buffer.from(`{"a":${"[".repeat(20_000)}${"]".repeat(20_000)}}`),
    Buffer.from("null"),
    Buffer.from("[]"),
    Buffer.from("1e999"),
    random.bytes(200),
  ]);

/** Parts with a signature that matches, whatever they are. */
const signed = (parts: readonly (string | Uint8Array)[], rest: Frames = []): Frames => [
  "<IDS|MSG>",
  client.sign(parts),
  ...parts,
  ...rest,
];

const request = (): Frames => {
  const type = random.pick(types);
  return client.request(type, valid[type]).frames;
};
const parts = (): Frames => request().slice(2);

const mutations: (() => Frames)[] = [
  () => Array.from({ length: 1 + random.below(10) }, () => random.bytes(200)),
  () => request().slice(1),
  () => request().with(0, random.pick(["<IDS|MSG", "<ids|msg>", "<IDS|MSG>\0", "", "<IDS|MSG><IDS|MSG>"])),
  () => request().slice(0, 1 + random.below(5)),
  () => request().toSpliced(random.below(6), 1),
  () => request().toSpliced(random.below(6), 0, random.pick<string | Uint8Array>(["", "<IDS|MSG>", random.bytes(50)])),
  () => request().with(1, random.pick<string | Uint8Array>(["", "0".repeat(64), random.bytes(64), "é".repeat(64)])),
  () => [...Array.from({ length: random.below(50) }, () => random.bytes(20)), ...request().with(1, "0".repeat(64))],
  () => signed(parts().with(random.below(4), noJson())),
  () => signed(parts().with(random.below(4), JSON.stringify(strange()))),
  () => {
    const [header, ...others] = parts() as [string, ...string[]];
    const field = random.pick(["msg_id", "msg_type", "session", "username", "date", "version", "subshell_id", "extra"]);
    return signed([JSON.stringify({ ...JSON.parse(header), [field]: strange() }), ...others]);
  },
  () => {
    const type = random.pick(types);
    const field = random.pick([...Object.keys(valid[type]!), "extra"]);
    return client.request(type, {
      ...valid[type],
      [field]: field === "code" ? random.pick([1, null, [], {}]) : strange(),
    }).frames;
  },
  () => client.request(random.pick(unknown), { data: strange() }).frames,
  () => client.request(random.pick(types), {}, { buffers: [random.bytes(1000), random.bytes(0)] }).frames,
];

/** A signed message of an unknown type whose buffer is huge, and one of nothing but a huge frame. */
const huge = (): Frames[] => [
  [Buffer.alloc(32 * MIB, "x")],
  client.request("unknown", {}, { buffers: [Buffer.alloc(32 * MIB)] }).frames,
  client.request("unknown", { text: "x".repeat(32 * MIB) }).frames,
];

/** Sends nonsense by a socket of its own, and answers are taken and forgotten; then waits for the answer to a good request. */
async function fuzz(port: string): Promise<void> {
  const dealer = new Dealer({ linger: 0 });
  dealer.connect(`tcp://127.0.0.1:${ports[port]}`);
  const last = client.request("kernel_info_request");
  const answered = (async () => {
    for await (const frames of dealer) if (frames.some((frame) => frame.includes(last.msg_id))) return;
  })();
  let before: Frames = [];
  for (let i = 0; i < MESSAGES; i++) {
    const frames = random.below(20) === 0 && before.length > 0 ? before : random.pick(mutations)();
    await dealer.send(frames as (string | Buffer)[]);
    before = frames;
  }
  for (const frames of huge()) await dealer.send(frames as (string | Buffer)[]);
  await dealer.send(last.frames as (string | Buffer)[]);
  if (port !== "stdin_port") await answered; // nobody is answered on stdin
  dealer.close();
}

const WELL = { shell: "ok", control: "ok", heartbeat: "still there?", cell: "ok", process: "same", memory: "bounded" };

/** How the kernel answers good requests, whether the server is the same process, and whether its memory has hardly grown. */
async function condition(before: number): Promise<typeof WELL> {
  return {
    shell: String((await client.ask("shell", "kernel_info_request")).status),
    control: String((await client.ask("control", "kernel_info_request")).status),
    heartbeat: await client.beat("still there?"),
    cell: String((await client.execute("if (state !== 41) throw new Error(String(state));")).reply.evalue ?? "ok"),
    process: client.serverId === server ? "same" : "another",
    memory: residentBytes(server) - before < 512 * MIB ? "bounded" : `${residentBytes(server) - before} bytes more`,
  };
}

describe(`from SEPCONV_FUZZ_SEED=${seed}`, () => {
  test.each(["shell_port", "control_port", "stdin_port"])(
    "10,000 malformed messages on %s leave the kernel well",
    async (port) => {
      const before = residentBytes(server);
      await fuzz(port);
      expect(await condition(before)).toEqual(WELL);
    },
  );

  test("10,000 malformed messages on iopub leave the kernel well", async () => {
    const before = residentBytes(server);
    const socket = new XSubscriber({ linger: 0 });
    socket.connect(`tcp://127.0.0.1:${ports.iopub_port}`);
    const welcomed = (async () => {
      for await (const [topic] of socket) if (topic!.toString() === "last") return;
    })();
    for (let i = 0; i < MESSAGES; i++) {
      const topic = random.bytes(random.pick([0, 5, 300]));
      const frame = Buffer.concat([Buffer.from([random.pick([0, 1, 1, 2, 255])]), topic]);
      await socket.send(
        random.pick<Frames>([[frame], [frame, topic], [topic], [topic, frame, ""], request()]) as Buffer[],
      );
    }
    for (const topic of [Buffer.alloc(32 * MIB, 2), Buffer.from("\u0001last")]) await socket.send(topic);
    await welcomed;
    socket.close();
    expect(await condition(before)).toEqual(WELL);
  });

  test("10,000 malformed messages on the heartbeat leave the kernel well", async () => {
    const before = residentBytes(server);
    const socket = new Dealer({ linger: 0 });
    socket.connect(`tcp://127.0.0.1:${ports.hb_port}`);
    const echoed = (async () => {
      for await (const frames of socket) if (frames.at(-1)!.toString() === "last") return;
    })();
    for (let i = 0; i < MESSAGES; i++) {
      const bytes = random.bytes(50);
      await socket.send(
        random.pick<Frames>([[bytes], ["", bytes], ["", ""], [bytes, "", bytes], [""], request()]) as Buffer[],
      );
    }
    for (const frames of [
      ["", Buffer.alloc(32 * MIB)],
      ["", "last"],
    ])
      await socket.send(frames as Buffer[]);
    await echoed;
    socket.close();
    // one that asks and goes away without its answer
    for (let i = 0; i < 100; i++) {
      const passer = new Request({ linger: 0 });
      passer.connect(`tcp://127.0.0.1:${ports.hb_port}`);
      await passer.send("and away");
      await setImmediate();
      passer.close();
    }
    expect(await condition(before)).toEqual(WELL);
  });

  test("what is not ZeroMQ at all leaves the kernel well", async () => {
    const before = residentBytes(server);
    for (const port of ["shell_port", "control_port", "stdin_port", "iopub_port", "hb_port"]) {
      for (let i = 0; i < 50; i++) {
        const socket = connect(ports[port]!, "127.0.0.1").on("error", () => {}); // libzmq may hang up first
        const closed = new Promise((resolve) => socket.once("close", resolve));
        socket.resume().write(Buffer.concat([random.pick([GREETING, Buffer.of()]), random.bytes(300), Buffer.of(0)]));
        await setTimeout(2);
        socket.destroy();
        await closed;
      }
    }
    expect(await condition(before)).toEqual(WELL);
  });

  test("says little of all this, and how much it left out", async () => {
    await client.until(() => /\d+ more messages were dropped/.test(client.stderr));
    expect(client.stderr.split("\n").length).toBeLessThan(500);
    expect(client.stderr.length).toBeLessThan(MIB);
  });
});
