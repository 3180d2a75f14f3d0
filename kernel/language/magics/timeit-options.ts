/** An option of %timeit as it was typed. */
export interface TimeitOption {
  name: string;
  value: string;
}

/** The options that an argument of %timeit begins with, and their length. A minus may begin the expression, too: `-x + 1`. */
export function timeitOptionsOf(argument: string): { options: TimeitOption[]; length: number } {
  const option = /(?<name>-[a-z])(?<value>\d\S*|\s+[\w$]\S*)\s*/y;
  const options: TimeitOption[] = [];
  let length = 0;
  for (let found = option.exec(argument)?.groups; found; found = option.exec(argument)?.groups) {
    options.push({ name: found.name ?? "", value: found.value?.trim() ?? "" });
    length = option.lastIndex;
  }
  return { options, length };
}
