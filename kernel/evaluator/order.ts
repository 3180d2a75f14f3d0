import { StringDecoder } from "node:string_decoder";
import { HEAD, MARK_DIGITS, type Message, type Output } from "./protocol.ts";

interface Frame {
  number: number;
  message: Message;
  marked: { stdout: boolean; stderr: boolean };
}

const STREAMS = ["stdout", "stderr"] as const;
/** Nobody sees that text comes so much later. */
const GATHER_MS = 5;
const LARGE = 65_536;

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
  /** Whose text stdout and stderr carry. */
  private owner = 0;
  private ended = false;
  private readonly passed: Passed;

  constructor(secret: string, onMessage: (message: Message) => void) {
    this.stdout = new RawPipe(secret);
    this.stderr = new RawPipe(secret);
    this.passed = new Passed(onMessage);
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
      const marked = bytes.readUInt8(8);
      const message = JSON.parse(bytes.toString("utf8", HEAD, this.neededSize)) as Message;
      this.frames.push({
        number: bytes.readUInt32LE(4),
        message,
        marked: { stdout: (marked & 1) !== 0, stderr: (marked & 2) !== 0 },
      });
      this.unread = [bytes.subarray(this.neededSize)];
      this.unreadSize = bytes.length - this.neededSize;
      this.neededSize = HEAD;
    }
    this.pass();
  }

  /** Passes on all that is left when the writer has ended. */
  end(): void {
    this.ended = true;
    this.stdout.end();
    this.stderr.end();
    this.pass();
  }

  private pass(): void {
    while (true) {
      const frame = this.frames[0];
      const next = frame?.number ?? (this.ended ? Infinity : 0);
      for (const name of STREAMS) this.passed.text(this.owner, name, this[name].takeTextBefore(next));
      if (!frame || STREAMS.some((name) => frame.marked[name] && !this.ended && !this[name].isAt(next))) break;
      this.frames.shift();
      for (const name of STREAMS) this[name].passMark(next);
      if (frame.message.type === "text") this.owner = frame.message.number;
      else this.passed.message(frame.message);
    }
    if (this.ended) this.passed.flush();
  }
}

/** The text of one raw pipe, cut at its marks, which are the numbers of their frames. */
class RawPipe {
  private readonly secret: string;
  private readonly decoder = new StringDecoder("utf8");
  private readonly pieces: (string | number)[] = [];
  private tail = "";

  constructor(secret: string) {
    this.secret = secret;
  }

  push(chunk: Buffer): void {
    this.cut(this.tail + this.decoder.write(chunk));
  }

  end(): void {
    const rest = this.tail + this.decoder.end();
    this.tail = "";
    if (rest) this.pieces.push(rest);
  }

  /** The text that was written before a frame. On the way to it, marks whose writer was interrupted before it wrote their frame are dropped. */
  takeTextBefore(frame: number): string {
    let text = "";
    for (let piece = this.pieces[0]; piece !== undefined; piece = this.pieces[0]) {
      if (typeof piece === "number" && piece >= frame) break;
      if (typeof piece === "string") text += piece;
      this.pieces.shift();
    }
    return text;
  }

  isAt(frame: number): boolean {
    return this.pieces[0] === frame;
  }

  passMark(frame: number): void {
    if (this.isAt(frame)) this.pieces.shift();
  }

  private cut(text: string): void {
    let start = 0;
    let at = text.indexOf(this.secret);
    for (; at >= 0 && at + this.secret.length + MARK_DIGITS <= text.length; at = text.indexOf(this.secret, start)) {
      if (at > start) this.pieces.push(text.slice(start, at));
      start = at + this.secret.length + MARK_DIGITS;
      this.pieces.push(Number.parseInt(text.slice(start - MARK_DIGITS, start), 36));
    }
    const held = at >= 0 ? at : text.length - this.startOfSecret(text);
    const end = Math.max(start, held);
    if (end > start) this.pieces.push(text.slice(start, end));
    this.tail = text.slice(end);
  }

  /** How many characters at the end of the text may be the beginning of a mark. */
  private startOfSecret(text: string): number {
    const first = this.secret.charAt(0);
    let at = text.indexOf(first, Math.max(0, text.length - this.secret.length + 1));
    while (at >= 0 && !this.secret.startsWith(text.slice(at))) at = text.indexOf(first, at + 1);
    return at < 0 ? 0 : text.length - at;
  }
}

/** Passes messages on. Text that comes in many small pieces is gathered for a moment, so that a thousand lines are not a thousand messages. */
class Passed {
  private owner = 0;
  private name: "stdout" | "stderr" = "stdout";
  private pieces: string[] = [];
  private size = 0;
  private timer: NodeJS.Timeout | undefined;
  private readonly onMessage: (message: Message) => void;

  constructor(onMessage: (message: Message) => void) {
    this.onMessage = onMessage;
  }

  message(message: Message): void {
    if (message.type === "output" && message.output.msg_type === "stream") {
      this.text(message.number, message.output.content.name, message.output.content.text);
    } else {
      this.flush();
      this.onMessage(message);
    }
  }

  text(owner: number, name: "stdout" | "stderr", text: string): void {
    if (text === "") return;
    if (name !== this.name || owner !== this.owner) this.flush();
    this.name = name;
    this.owner = owner;
    this.pieces.push(text);
    this.size += text.length;
    if (this.size >= LARGE) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), GATHER_MS);
  }

  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const text = this.pieces.join("");
    this.pieces = [];
    this.size = 0;
    if (text) {
      const output: Output = { msg_type: "stream", content: { name: this.name, text } };
      this.onMessage({ type: "output", number: this.owner, output });
    }
  }
}
