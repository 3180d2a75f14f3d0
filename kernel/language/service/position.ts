/** A place in a document, as the Language Server Protocol counts: from 0, in UTF-16. */
export interface Position {
  line: number;
  character: number;
}

export interface Range {
  start: Position;
  end: Position;
}

/** The lines of a document before the first one of a cell's own. */
export const HIDDEN_LINES = 1;

/** Translates between offsets into a cell's source and positions in its document. */
export class Places {
  private readonly starts: number[];
  private readonly source: string;
  private readonly hidden: number;

  /** @param hidden  how many lines its document has before it */
  constructor(source: string, hidden = HIDDEN_LINES) {
    this.source = source;
    this.hidden = hidden;
    this.starts = [0, ...source.matchAll(/\r\n|\r|\n/g).map(({ index, 0: end }) => index + end.length)];
  }

  positionAt(offset: number): Position {
    const line = this.starts.findLastIndex((start) => start <= offset);
    return { line: line + this.hidden, character: offset - (this.starts[line] ?? 0) };
  }

  /** The offset of a position; none when it is in a hidden line. */
  offsetAt({ line, character }: Position): number | undefined {
    const start = this.starts[line - this.hidden];
    return start === undefined ? undefined : Math.min(start + character, this.source.length);
  }
}
