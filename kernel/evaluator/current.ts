import { AsyncLocalStorage } from "node:async_hooks";

const tasks = new AsyncLocalStorage<number>();
let latest = 0;

/** The number of the task, a cell or a comm's callback, that began what runs now; of the latest task where nothing tells. */
export const currentCell = (): number => tasks.getStore() ?? latest;

/** Whose the uncaught error is that Node reports now, if it can tell. */
export const runningTask = (): number | undefined => tasks.getStore();

/** Runs a task, so that all that it begins counts as its own, also after its end. */
export function asTask<Result>(number: number, run: () => Result): Result {
  latest = number;
  return tasks.run(number, run);
}
