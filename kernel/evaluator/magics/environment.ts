const SECRET = /key|token|secret|password|passwd|credential/i;

/** `%env`: lists, shows or sets environment variables. */
export function env(...parts: unknown[]): void {
  const argument = parts.map(String).join("").trim();
  if (argument === "") {
    for (const name of Object.keys(process.env).toSorted())
      print(`${name}=${SECRET.test(name) ? "<hidden>" : process.env[name]}`);
    return;
  }
  const { name = "", value } = /^(?<name>[^\s=]+)(?:\s*[=\s]\s*(?<value>.*))?$/s.exec(argument)?.groups ?? {};
  if (name === "") throw new Error(`%env: expected NAME, NAME=VALUE or NAME VALUE, received "${argument}"`);
  if (value !== undefined) {
    process.env[name] = expanded(unquoted(value));
    print(`${name}=${process.env[name]}`);
    return;
  }
  if (process.env[name] === undefined)
    throw new Error(`%env: there is no variable ${name}; %env ${name}=VALUE sets it`);
  print(process.env[name]);
}

/** With the values of the variables that it names, as a shell would put them in. */
const expanded = (value: string): string =>
  value.replaceAll(
    /\$(?:\{(?<braced>\w+)\}|(?<bare>\w+))/g,
    (_, braced?: string, bare?: string) => process.env[braced ?? bare ?? ""] ?? "",
  );

/** A path or value may stand in quotes, as a shell would have it. */
export const unquoted = (text: string): string =>
  /^(?<quote>["'])(?<inner>.*)\k<quote>$/s.exec(text)?.groups?.inner ?? text;

const print = (line: string): void => void process.stdout.write(`${line}\n`);
