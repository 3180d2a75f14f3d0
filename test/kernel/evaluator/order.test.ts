import fc from "fast-check";
import { expect, test } from "vitest";
import { Order } from "../../../kernel/evaluator/order.ts";
import { HEAD, markOf, type Message } from "../../../kernel/evaluator/protocol.ts";

const SECRET = "\u001B_mark";

/** A lost frame is one whose writer was interrupted after its marks. */
type Write = { to: "stdout" | "stderr"; text: string } | { frame: number; lost?: boolean };

/** What a process puts on its three pipes when it makes these writes in turn. */
function pipes(writes: Write[]): Record<"stdout" | "stderr" | "frames", Buffer> {
  const bytes = { stdout: [] as Buffer[], stderr: [] as Buffer[], frames: [] as Buffer[] };
  for (const [index, write] of writes.entries()) {
    if ("to" in write) {
      bytes[write.to].push(Buffer.from(write.text));
      continue;
    }
    for (const name of ["stdout", "stderr"] as const) bytes[name].push(Buffer.from(markOf(SECRET, index + 1)));
    if (write.lost) continue;
    const body = Buffer.from(JSON.stringify({ type: "reply", number: write.frame, reply: { status: "ok" } }));
    const head = Buffer.alloc(HEAD);
    head.writeUInt32LE(body.length, 0);
    head.writeUInt32LE(index + 1, 4);
    head.writeUInt8(3, 8);
    bytes.frames.push(head, body);
  }
  return {
    stdout: Buffer.concat(bytes.stdout),
    stderr: Buffer.concat(bytes.stderr),
    frames: Buffer.concat(bytes.frames),
  };
}

/** Between two frames the two streams keep no order: their texts are compared side by side. */
function sections(events: ({ name: string; text: string } | { frame: number })[]): unknown[] {
  const all: unknown[] = [];
  let section: Record<string, string> = { stdout: "", stderr: "" };
  for (const event of events) {
    if ("frame" in event) {
      all.push(section, event.frame);
      section = { stdout: "", stderr: "" };
    } else section[event.name] += event.text;
  }
  return [...all, section];
}

const text = fc.string({ unit: fc.constantFrom("a", "é", "中", "😀", "\u001B", "_", "\u001B_ma", "\n"), maxLength: 6 });
const write: fc.Arbitrary<Write> = fc.oneof(
  fc.record({ to: fc.constantFrom("stdout" as const, "stderr" as const), text }),
  fc.record({ frame: fc.nat(), lost: fc.boolean() }),
);

test("whatever the pieces in which pipes arrive, the order of writing comes back", () => {
  fc.assert(
    fc.property(fc.array(write, { maxLength: 12 }), fc.infiniteStream(fc.nat()), (writes, choices) => {
      const events: ({ name: string; text: string } | { frame: number })[] = [];
      const order = new Order(SECRET, (message: Message) => {
        if (message.type === "reply") events.push({ frame: message.number });
        if (message.type === "output" && message.output.msg_type === "stream") events.push(message.output.content);
      });
      const choose = (below: number) => Number(choices.next().value) % below;
      const left = Object.entries(pipes(writes));
      while (left.length > 0) {
        const index = choose(left.length);
        const [name, bytes] = left[index] ?? ["", Buffer.alloc(0)];
        const size = 1 + choose(9);
        if (name === "frames") order.framed(bytes.subarray(0, size));
        else order.raw(name as "stdout" | "stderr", bytes.subarray(0, size));
        if (bytes.length > size) left[index] = [name, bytes.subarray(size)];
        else left.splice(index, 1);
      }
      order.end();
      const written = writes
        .filter((one) => !("lost" in one && one.lost))
        .map((one) => ("to" in one ? { name: one.to, text: one.text } : { frame: one.frame }));
      expect(sections(events)).toEqual(sections(written));
    }),
    { numRuns: 300 },
  );
});

test("text that follows a frame is passed on without waiting for another", async () => {
  const text = await new Promise<string>((resolve) => {
    const order = new Order(SECRET, (message: Message) => {
      if (message.type === "output" && message.output.msg_type === "stream") resolve(message.output.content.text);
    });
    const { stdout, stderr, frames } = pipes([{ frame: 1 }, { to: "stdout", text: "after\n" }]);
    order.raw("stdout", stdout);
    order.raw("stderr", stderr);
    order.framed(frames);
  });
  expect(text).toBe("after\n");
});

test("many small writes are few messages", () => {
  const texts: string[] = [];
  const order = new Order(SECRET, (message: Message) => {
    if (message.type === "output" && message.output.msg_type === "stream") texts.push(message.output.content.text);
  });
  for (let line = 0; line < 10_000; line++) order.raw("stdout", Buffer.from(`${line}\n`));
  order.end();
  expect(texts.length).toBeLessThan(100);
  expect(texts.join("")).toBe(Array.from({ length: 10_000 }, (_, line) => `${line}\n`).join(""));
});
