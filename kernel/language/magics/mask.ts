/** A text in which magics give way to what TypeScript reads past; no other character moves. */
export class Mask {
  private readonly source: string;
  /** Pieces in order; the text after the last one is as it was. */
  private text = "";
  private done = 0;

  constructor(source: string) {
    this.source = source;
  }

  /** The text up to an offset that no later call masks. */
  upTo(offset: number): string {
    return this.text + this.source.slice(this.done, offset);
  }

  /** Replaces a stretch behind the earlier ones by blanks, after a semicolon that keeps the lines around it apart. */
  blank(start: number, end: number, first = ";"): void {
    if (start >= end) return;
    this.replace(start, end, first + blanks(this.source.slice(start + 1, end)));
  }

  /** Replaces a stretch behind the earlier ones by a text of the same length. */
  replace(start: number, end: number, text: string): void {
    this.text = this.upTo(start) + text;
    this.done = end;
  }

  toString(): string {
    return this.upTo(this.source.length);
  }
}

export const blanks = (text: string): string => text.replaceAll(/[^\r\n]/g, " ");
