/** The notebook format 4.5 in memory: text is joined into single strings, as Python's nbformat holds it. */
export interface Notebook {
  nbformat: 4;
  nbformat_minor: number;
  metadata: Record<string, unknown>;
  cells: Cell[];
}

export type Cell = CodeCell | TextCell;

interface CellBase {
  id: string;
  metadata: { tags?: string[]; [name: string]: unknown };
  source: string;
  attachments?: Record<string, MimeBundle>;
}

export interface CodeCell extends CellBase {
  cell_type: "code";
  execution_count: number | null;
  outputs: CellOutput[];
}

export interface TextCell extends CellBase {
  cell_type: "markdown" | "raw";
}

/** Values by MIME type: a string, or any JSON value where the type ends in `json`. */
export type MimeBundle = Record<string, unknown>;

export type CellOutput =
  | { output_type: "stream"; name: string; text: string }
  | { output_type: "display_data"; data: MimeBundle; metadata: MimeBundle }
  | { output_type: "execute_result"; data: MimeBundle; metadata: MimeBundle; execution_count: number | null }
  | { output_type: "error"; ename: string; evalue: string; traceback: string[] };

export const hasTag = (cell: Cell, tag: string): boolean => cell.metadata.tags?.includes(tag) ?? false;
