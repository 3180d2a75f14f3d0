import type { Output } from "../kernel.ts";
import { arrived } from "../late.ts";
import type { Measurement } from "../measurement.ts";

const LINES = 100_000;
const WANTED = Array.from({ length: LINES }, (_, line) => `line ${line}\n`).join("");

/** Many short lines, of which none may be lost or overtake another. */
export const lines: Measurement<"lines"> = {
  figures: { lines: { title: "100,000 console.log lines", unit: "ms", goals: [{ atMost: 500 }] } },
  async measure({ start, record }) {
    const kernel = await start();
    await kernel.execute('console.log("warm");');
    const code = `for (let line = 0; line < ${LINES}; line++) console.log("line " + line);`;
    const answer = await kernel.execute(code);
    const milliseconds = await arrived(answer, (output) => textOf(output).length >= WANTED.length);
    const text = textOf(answer.output);
    if (text !== WANTED) throw new Error(`expected ${WANTED.length} characters in order, received ${text.length}`);
    record("lines", milliseconds);
  },
};

function textOf(output: readonly Output[]): string {
  const streams = output.filter(({ msg_type }) => msg_type === "stream");
  return streams.map(({ content }) => content().text).join("");
}
