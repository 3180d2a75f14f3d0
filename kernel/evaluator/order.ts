import { StringDecoder } from "node:string_decoder";
import type { Message, Output } from "./protocol.ts";

type Piece = string | typeof MARK;
interface Frame {
  message: Message;
  marked: { stdout: boolean; stderr: boolean };
}

const MARK = Symbol("mark");
/** A frame begins with the length of its body (4 bytes) and which pipes carry its mark (1 byte). */
const HEAD = 5;

/**
 * Brings what arrives on three pipes back into the order in which it was written: raw bytes of stdout and stderr, and frames.
 * The writer of a frame first puts a mark on stdout and stderr; a frame is passed on when its marks have come, what follows a mark waits
 * for its frame.
 */
export class Order {
  private readonly stdout: RawPipe;
  private readonly stderr: RawPipe;
  private readonly frames: Frame[] = [];
  private unread: Buffer[] = [];
  private unreadSize = 0;
  private neededSize = HEAD;
  private readonly onMessage: (message: Message) => void;

  constructor(mark: string, onMessage: (message: Message) => void) {
    this.stdout = new RawPipe(mark);
    this.stderr = new RawPipe(mark);
    this.onMessage = onMessage;
  }

  raw(name: "stdout" | "stderr", chunk: Buffer): void {
    this[name].push(chunk);
    this.pass();
  }

  framed(chunk: Buffer): void {
    this.unread.push(chunk);
    this.unreadSize += chunk.length;
    while (this.unreadSize >= this.neededSize) {
      const bytes = Buffer.concat(this.unread);
      this.unread = [bytes];
      this.neededSize = HEAD + bytes.readUInt32LE();
      if (bytes.length < this.neededSize) break;
      const marked = bytes.readUInt8(4);
      const message = JSON.parse(bytes.toString("utf8", HEAD, this.neededSize)) as Message;
      this.frames.push({ message, marked: { stdout: (marked & 1) !== 0, stderr: (marked & 2) !== 0 } });
      this.unread = [bytes.subarray(this.neededSize)];
      this.unreadSize = bytes.length - this.neededSize;
      this.neededSize = HEAD;
    }
    this.pass();
  }

  /** Passes on all that is left when the writer has ended. */
  end(): void {
    this.stdout.end();
    this.stderr.end();
    this.pass();
  }

  private pass(): void {
    const pending = new StreamText(this.onMessage);
    while (true) {
      for (const name of ["stdout", "stderr"] as const) pending.add(name, this[name].takeText());
      const frame = this.frames[0];
      if (!frame || (["stdout", "stderr"] as const).some((name) => frame.marked[name] && !this[name].atMark())) break;
      this.frames.shift();
      for (const name of ["stdout", "stderr"] as const) if (frame.marked[name]) this[name].passMark();
      pending.message(frame.message);
    }
    pending.flush();
  }
}

/** The text of one raw pipe, cut at its marks. */
class RawPipe {
  private readonly mark: string;
  private readonly decoder = new StringDecoder("utf8");
  private readonly pieces: Piece[] = [];
  private tail = "";

  constructor(mark: string) {
    this.mark = mark;
  }

  push(chunk: Buffer): void {
    this.cut(this.tail + this.decoder.write(chunk));
  }

  end(): void {
    const rest = this.tail + this.decoder.end();
    this.tail = "";
    if (rest) this.pieces.push(rest);
  }

  takeText(): string {
    let text = "";
    for (let piece = this.pieces[0]; typeof piece === "string"; piece = this.pieces[0]) {
      text += piece;
      this.pieces.shift();
    }
    return text;
  }

  atMark(): boolean {
    return this.pieces[0] === MARK;
  }

  passMark(): void {
    this.pieces.shift();
  }

  private cut(text: string): void {
    const parts = text.split(this.mark);
    const last = parts.pop() ?? "";
    for (const part of parts) this.pieces.push(part, MARK);
    const held = this.startOfMark(last);
    if (held < last.length) this.pieces.push(last.slice(0, last.length - held));
    this.tail = last.slice(last.length - held);
  }

  /** How many characters at the end of the text may be the beginning of a mark. */
  private startOfMark(text: string): number {
    let length = Math.min(this.mark.length - 1, text.length);
    while (length > 0 && !text.endsWith(this.mark.slice(0, length))) length--;
    return length;
  }
}

/** Joins neighbouring pieces of one stream, so that a thousand small writes are not a thousand messages. */
class StreamText {
  private name: "stdout" | "stderr" = "stdout";
  private text = "";
  private readonly onMessage: (message: Message) => void;

  constructor(onMessage: (message: Message) => void) {
    this.onMessage = onMessage;
  }

  message(message: Message): void {
    if (message.type === "output" && message.output.msg_type === "stream") {
      this.add(message.output.content.name, message.output.content.text);
    } else {
      this.flush();
      this.onMessage(message);
    }
  }

  add(name: "stdout" | "stderr", text: string): void {
    if (text === "") return;
    if (name !== this.name) this.flush();
    this.name = name;
    this.text += text;
  }

  flush(): void {
    const output: Output = { msg_type: "stream", content: { name: this.name, text: this.text } };
    if (this.text) this.onMessage({ type: "output", output });
    this.text = "";
  }
}
