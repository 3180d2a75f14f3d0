import { cd } from "./directory.ts";
import { env } from "./environment.ts";
import { install } from "./install.ts";
import { shell } from "./shell.ts";
import { show } from "./show.ts";
import { startTimer, time, timeAwaited, timeCell } from "./time.ts";
import { trackTensors } from "./tensors.ts";
import { timeit } from "./timeit.ts";
import { who } from "./who.ts";
import { writeFile } from "./write-file.ts";

// from the start, since a cell may load TensorFlow.js at any time
trackTensors();

/** What the code that stands for magics calls. */
export const magics = {
  cd,
  env,
  install,
  shell,
  show,
  startTimer,
  time,
  timeAwaited,
  timeCell,
  timeit,
  who,
  writeFile,
};
