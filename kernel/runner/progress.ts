import { basename } from "node:path";
import { MultiBar } from "cli-progress";

/** How far a run is, shown on stderr: a bar for each notebook on a terminal, plain lines elsewhere. */
export interface Progress {
  /** A notebook of so many cells begins; the function that is returned is called with each cell's number. */
  start(path: string, cells: number): (cell: number) => void;
  stop(): void;
}

export const progress = (paths: string[]): Progress => (process.stderr.isTTY ? bars(paths) : lines());

function bars(paths: string[]): Progress {
  const width = Math.max(...paths.map((path) => basename(path).length));
  const multi = new MultiBar({
    stream: process.stderr,
    format: "{name} {bar} cell {value}/{total}  {duration_formatted}",
    barsize: 24,
    barCompleteChar: "█",
    barIncompleteChar: "░",
    hideCursor: true,
  });
  return {
    start(path, cells) {
      const bar = multi.create(cells, 0, { name: basename(path).padEnd(width) });
      return (cell) => bar.update(cell);
    },
    stop: () => multi.stop(),
  };
}

const lines = (): Progress => ({
  start: (path, cells) => (cell) => process.stderr.write(`${basename(path)}: cell ${cell}/${cells}\n`),
  stop: () => {},
});
