import { Writable } from "node:stream";

/** The terminal as the line editor writes to it; a password is not shown while it is typed. */
export class Terminal extends Writable {
  readonly isTTY = process.stdout.isTTY;
  muted = false;

  constructor() {
    super({ decodeStrings: false });
    process.stdout.on("resize", () => this.emit("resize"));
  }

  get columns(): number {
    return process.stdout.columns;
  }

  override _write(text: string, _encoding: BufferEncoding, done: () => void): void {
    if (!this.muted) process.stdout.write(text);
    done();
  }
}
