import { types } from "node:util";
import { currentCell } from "../current.ts";
import { taskOf } from "../tasks.ts";
import { duration } from "./duration.ts";

/** Runs until it is stopped, and then prints the time of the processors and that on the clock. */
class Timer {
  private readonly wall = performance.now();
  private readonly cpu = process.cpuUsage();

  stop(): void {
    const wall = performance.now() - this.wall;
    const { user, system } = process.cpuUsage(this.cpu);
    const [userTime, systemTime, total] = [user, system, user + system].map((micros) => duration(micros / 1e6));
    process.stdout.write(
      `CPU times: user ${userTime}, sys: ${systemTime}, total: ${total}\nWall time: ${duration(wall / 1e3)}\n`,
    );
  }
}

export const startTimer = (): Timer => new Timer();

/** Times code that does not wait. */
export function time<Value>(code: () => Value): Value {
  const timer = new Timer();
  try {
    return code();
  } finally {
    timer.stop();
  }
}

/** Times code until the promise that it may give has settled, and gives what came of it. */
export async function timeAwaited<Value>(code: () => Value): Promise<Awaited<Value>> {
  const timer = new Timer();
  try {
    const value = code();
    // nothing that is there at once is waited for
    return (types.isPromise(value) ? await value : value) as Awaited<Value>;
  } finally {
    timer.stop();
  }
}

/** Times the running cell until it is answered for, however it ends. */
export function timeCell(): void {
  const task = taskOf(currentCell());
  const timer = new Timer();
  if (task) task.onEnd = () => timer.stop();
}
